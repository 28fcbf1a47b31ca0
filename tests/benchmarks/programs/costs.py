"""What tasks, threads, processes and interpreters cost: one round of the last tables of docs/concepts/compared.md.

Prints JSON: by table, by row, a number in the table's unit.
"""

import asyncio
import json
import multiprocessing
import queue
import sys
import threading
from concurrent import interpreters  # type: ignore[attr-defined]  # 3.14's
from multiprocessing import shared_memory
from multiprocessing.connection import Connection

from durations import seconds, times

MANY = 1_000_000
MEGABYTES = 8


def starts() -> dict[str, float]:
    """Milliseconds to start one, and to wait for its end."""

    async def tasks(count: int) -> None:
        async def nothing() -> None:
            pass

        for _ in range(count):
            await asyncio.create_task(nothing())

    def run(unit: threading.Thread | multiprocessing.process.BaseProcess) -> None:
        unit.start()
        unit.join()

    def interpreter() -> None:
        made = interpreters.create()
        made.exec("pass")
        made.close()

    found = {
        "a task": seconds(lambda: asyncio.run(tasks(5_000))) / 5_000,
        "a thread": times(500, lambda: run(threading.Thread(target=int))),
        "an interpreter": times(5, interpreter),
    }
    for method in "fork", "forkserver", "spawn":
        start = multiprocessing.get_context(method).Process  # type: ignore[attr-defined]
        run(start(target=int))  # afterwards forkserver has its server
        found[f"a process ({method})"] = times(5, lambda start=start: run(start(target=int)))  # type: ignore[misc]
    return {name: value * 1000 for name, value in found.items()}


def resident() -> float:
    """KiB of this process that no other one shares."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:
        return sum(float(line.split()[1]) for line in file if line.startswith("Private"))


def rest(ready: Connection, until: Connection) -> None:
    """A process that tells how much memory it takes, and waits."""
    ready.send(resident())
    until.recv()


def memories() -> dict[str, float]:
    """KiB of one that waits."""

    async def tasks(count: int) -> float:
        async def wait() -> None:
            await asyncio.sleep(3600)

        before = resident()
        made = [asyncio.create_task(wait()) for _ in range(count)]
        await asyncio.sleep(0)
        taken = (resident() - before) / count
        for task in made:
            task.cancel()
        return taken

    def threads(count: int) -> float:
        end = threading.Event()
        before = resident()
        made = [threading.Thread(target=end.wait) for _ in range(count)]
        for thread in made:
            thread.start()
        taken = (resident() - before) / count
        end.set()
        for thread in made:
            thread.join()
        return taken

    def several_interpreters(count: int) -> float:
        before = resident()
        made = [interpreters.create() for _ in range(count)]
        for each in made:
            each.exec("pass")
        taken = (resident() - before) / count
        for each in made:
            each.close()
        return taken

    def process(method: str) -> float:
        context = multiprocessing.get_context(method)
        ours, theirs = context.Pipe()
        end, waits_for = context.Pipe()
        made = context.Process(target=rest, args=(theirs, waits_for))  # type: ignore[attr-defined]
        made.start()
        taken = float(ours.recv())
        end.send(None)
        made.join()
        return taken

    return {
        "a task": asyncio.run(tasks(10_000)),
        "a thread": threads(200),
        "an interpreter": several_interpreters(10),
        "a process (forkserver)": process("forkserver"),
        "a process (spawn)": process("spawn"),
    }


def echo(connection: Connection) -> None:
    """Send back what comes, up to None."""
    while (item := connection.recv()) is not None:
        connection.send(item)


def there_and_back(connection: Connection, item: object) -> None:
    """Send, and wait for the answer."""
    connection.send(item)
    connection.recv()


def switches() -> dict[str, float]:
    """Microseconds from one to the other."""

    async def tasks(count: int) -> None:
        async def yields() -> None:
            for _ in range(count):
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            group.create_task(yields())
            group.create_task(yields())

    def threads(count: int) -> None:
        one, other = threading.Lock(), threading.Lock()
        other.acquire()

        def plays(mine: threading.Lock, theirs: threading.Lock) -> None:
            for _ in range(count):
                mine.acquire()
                theirs.release()

        made = threading.Thread(target=plays, args=(other, one))
        made.start()
        plays(one, other)
        made.join()

    def processes(count: int) -> float:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=echo, args=(theirs,))
        process.start()
        there_and_back(ours, 0)
        taken = times(count, lambda: there_and_back(ours, 0))
        ours.send(None)
        process.join()
        return taken

    def several_interpreters(count: int) -> float:
        there, back = interpreters.create_queue(), interpreters.create_queue()
        interpreter = interpreters.create()
        thread = interpreter.call_in_thread(answer, there, back)

        def play() -> None:
            there.put(0)
            back.get()

        play()
        taken = times(count, play)
        there.put(None)
        thread.join()
        interpreter.close()
        return taken

    return {
        "two tasks, sleep(0)": seconds(lambda: asyncio.run(tasks(50_000))) / 100_000 * 1e6,
        "two threads, a lock": seconds(lambda: threads(20_000)) / 40_000 * 1e6,
        "two processes, a pipe": processes(5_000) / 2 * 1e6,
        "two interpreters, a queue": several_interpreters(200) / 2 * 1e6,
    }


def answer(there: interpreters.Queue, back: interpreters.Queue) -> None:
    """Send back what comes, up to None: in another interpreter."""
    while (item := there.get()) is not None:
        back.put(item)


def sizes(connection: Connection) -> None:
    """Answer with the length of what comes, up to None."""
    while (item := connection.recv()) is not None:
        connection.send(len(item))


def attach(connection: Connection) -> None:
    """Answer with the size of the shared memory of that name."""
    block = shared_memory.SharedMemory(connection.recv())
    connection.send(block.size)
    block.close()
    connection.recv()


def handovers() -> dict[str, float]:
    """Milliseconds until the other one has it."""
    numbers, data = list(range(MANY)), bytes(MEGABYTES * 1_000_000)

    async def tasks() -> None:
        items: asyncio.Queue[list[int]] = asyncio.Queue()
        task = asyncio.create_task(items.get())
        items.put_nowait(numbers)
        await task

    def thread() -> None:
        items: queue.Queue[list[int]] = queue.Queue()
        made = threading.Thread(target=items.get)
        made.start()
        items.put(numbers)
        made.join()

    def process(item: object) -> float:
        ours, theirs = multiprocessing.Pipe()
        made = multiprocessing.Process(target=sizes, args=(theirs,))
        made.start()
        there_and_back(ours, [])
        taken = seconds(lambda: there_and_back(ours, item))
        ours.send(None)
        made.join()
        return taken

    def shared() -> float:
        ours, theirs = multiprocessing.Pipe()
        made = multiprocessing.Process(target=attach, args=(theirs,))
        made.start()
        block = shared_memory.SharedMemory(create=True, size=len(data))
        assert block.buf is not None
        block.buf[: len(data)] = data
        taken = seconds(lambda: there_and_back(ours, block.name))
        ours.send(None)
        made.join()
        block.close()
        block.unlink()
        return taken

    return {
        f"a list of {MANY:,} numbers, to a task": seconds(lambda: asyncio.run(tasks())) * 1000,
        "the same, to a thread": seconds(thread) * 1000,
        "the same, to a process": process(numbers) * 1000,
        f"{MEGABYTES} MB of bytes, to a process": process(data) * 1000,
        "the same, in shared memory": shared() * 1000,
    }


def main() -> None:
    """All tables."""
    tables = {"starts": starts(), "memories": memories(), "switches": switches(), "handovers": handovers()}
    json.dump(tables, sys.stdout)


if __name__ == "__main__":
    main()
