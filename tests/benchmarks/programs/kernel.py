"""Measures what programs ask of an operating system: prints JSON at the end, the seconds that each took, to stderr.

It runs on CPython and in the tab. Arguments pick some measurements; `list` prints their names.
"""

import asyncio
import json
import multiprocessing
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import shared_memory

LINES = 100_000
MEGABYTE = 1_000_000
Action = Callable[[], object]
_measured: dict[str, Action] = {}


def measured(name: str) -> Callable[[Action], Action]:
    """Enter a measurement; the function may return the seconds itself, if it has a part that doesn't count."""

    def enter(action: Action) -> Action:
        _measured[name] = action
        return action

    return enter


@measured("a loop, 2,000,000 steps")
def loop() -> None:
    total = 0
    for value in range(2_000_000):
        total += value & 7


@measured("20,000 × sleep(0)")
def sleeps() -> None:
    async def main() -> None:
        for _ in range(20_000):
            await asyncio.sleep(0)

    asyncio.run(main())


@measured("lock, uncontended, 100,000 times")
def uncontended_lock() -> None:
    lock = threading.Lock()
    for _ in range(100_000):
        with lock:
            pass


@measured("RLock, uncontended, 100,000 times")
def uncontended_rlock() -> None:
    lock = threading.RLock()
    for _ in range(100_000):
        with lock:
            pass


@measured("lock, handed over between two threads, 2,000 times")
def contended_lock() -> None:
    locks = threading.Lock(), threading.Lock()
    for lock in locks:
        lock.acquire()

    def other() -> None:
        for _ in range(1_000):
            locks[0].acquire()
            locks[1].release()

    thread = threading.Thread(target=other)
    thread.start()
    for _ in range(1_000):
        locks[0].release()
        locks[1].acquire()
    thread.join()


@measured("queue.Queue between two threads, 5,000 items")
def thread_queue() -> None:
    items: queue.Queue[int | None] = queue.Queue(100)

    def produce() -> None:
        for number in range(5_000):
            items.put(number)
        items.put(None)

    thread = threading.Thread(target=produce)
    thread.start()
    while items.get() is not None:
        pass
    thread.join()


@measured("thread, start and join, 200 times")
def threads() -> None:
    for _ in range(200):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()


@measured("stream echo, 1,000 lines")
def echo() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for _ in range(1_000):
            writer.write(b"a line of text\n")
            await reader.readline()
        writer.close()
        server.close()

    asyncio.run(main())


@measured("aiohttp, 500 requests")
def requests() -> float:
    import aiohttp
    from aiohttp import web

    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    async def main() -> float:
        app = web.Application()
        app.router.add_get("/", hello)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 8080)
        await site.start()
        async with aiohttp.ClientSession() as session:
            started = time.perf_counter()
            for _ in range(50):
                async with asyncio.TaskGroup() as group:
                    for _ in range(10):
                        group.create_task(fetch(session))
            took = time.perf_counter() - started
        await runner.cleanup()
        return took

    async def fetch(session: aiohttp.ClientSession) -> None:
        async with session.get("http://127.0.0.1:8080/") as response:
            assert await response.text() == "hello"

    return asyncio.run(main())


@measured("print into a file, 100,000 lines")
def print_to_file() -> None:
    with open("lines.txt", "w", encoding="utf-8") as file:
        for number in range(LINES):
            print(number, file=file)


@measured("print to standard output, 100,000 lines")
def print_lines() -> None:
    for number in range(LINES):
        print("line", number)


@measured("unbuffered writes of a file, 5,000 times")
def write_unbuffered() -> None:
    with open("raw.bin", "wb", buffering=0) as file:
        for _ in range(5_000):
            file.write(b"a line of text\n")


@measured("files, written and read, 500 times")
def small_files() -> None:
    for number in range(500):
        with open(f"small {number % 20}.txt", "w", encoding="utf-8") as file:
            file.write("text")
        with open(f"small {number % 20}.txt", encoding="utf-8") as file:
            file.read()


@measured("pipe, 50 MB in one process")
def pipe() -> None:
    reader, writer = os.pipe()

    def fill() -> None:
        block = bytes(65536)
        for _ in range(50 * MEGABYTE // len(block)):
            os.write(writer, block)
        os.close(writer)

    thread = threading.Thread(target=fill)
    thread.start()
    while os.read(reader, 65536):
        pass
    thread.join()
    os.close(reader)


@measured("child, python -c pass")
def child() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)


@measured("child, 4 at once")
def children() -> None:
    started = [subprocess.Popen([sys.executable, "-c", "pass"]) for _ in range(4)]
    for process in started:
        process.wait()


@measured("communicate, 10 MB there and back")
def communicate() -> None:
    code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"
    data = bytes(10 * MEGABYTE)
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert len(done.stdout) == len(data)


@measured("multiprocessing.Process, start and join")
def process() -> None:
    started = multiprocessing.get_context("spawn").Process(target=int)
    started.start()
    started.join()


def _work(number: int) -> int:
    total = 0
    for value in range(number):
        total += value * value
    return total


@measured("the same work four times, in a pool of two processes")
def pool() -> float:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
        list(executor.map(_work, [1, 1]))
        started = time.perf_counter()
        list(executor.map(_work, [1_000_000] * 4))
        return time.perf_counter() - started


@measured("the same work four times, one after the other")
def serial() -> None:
    list(map(_work, [1_000_000] * 4))


@measured("a task of a pool, there and back, 50 times")
def pool_tasks() -> float:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
        list(executor.map(_work, [1, 1]))
        started = time.perf_counter()
        for _ in range(50):
            executor.submit(int).result()
        return time.perf_counter() - started


@measured("child, with 100 MB of files")
def child_with_files() -> float:
    for number in range(10):
        with open(f"file {number}", "wb") as file:
            file.write(bytes(10 * MEGABYTE))
    child()  # the first one has to hand them over
    started = time.perf_counter()
    child()
    took = time.perf_counter() - started
    for number in range(10):
        os.unlink(f"file {number}")
    return took


def _with_child(action: Callable[[], object]) -> float:
    """The seconds that something takes while a child is alive."""
    code = "print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as alive:
        assert alive.stdout is not None
        alive.stdout.readline()
        started = time.perf_counter()
        action()
        took = time.perf_counter() - started
        alive.communicate(b"\n")
    return took


@measured("file appends with a child alive, 100 × 100 kB")
def appends() -> float:
    def append() -> None:
        with open("log", "ab", buffering=0) as file:
            for _ in range(100):
                file.write(bytes(100_000))
                time.sleep(0)
        os.unlink("log")

    return _with_child(append)


@measured("print into a file with a child alive, 100,000 lines")
def print_with_child() -> float:
    return _with_child(print_to_file)


@measured("pipe to a child and back, 300 lines")
def child_echo() -> float:
    code = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"
    command = [sys.executable, "-u", "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as alive:
        assert alive.stdin is not None and alive.stdout is not None
        alive.stdin.write(b"ready\n")
        alive.stdout.read(100)
        started = time.perf_counter()
        for _ in range(300):
            alive.stdin.write(b"a line of text\n")
            alive.stdout.read(100)
        took = time.perf_counter() - started
        alive.stdin.close()
        alive.wait()
    return took


@measured("switch with 64 MiB of shared memory, 300 times")
def switch() -> float:
    memory = shared_memory.SharedMemory(create=True, size=64 << 20)
    started = time.perf_counter()
    for _ in range(300):
        time.sleep(0)
    took = time.perf_counter() - started
    memory.close()
    memory.unlink()
    return took


def seconds(action: Action) -> float:
    """How long something takes."""
    started = time.perf_counter()
    took = action()
    return took if isinstance(took, float) else time.perf_counter() - started


def main() -> None:
    """Measure, and print."""
    names = sys.argv[1:] or list(_measured)
    if names == ["list"]:
        print(json.dumps(list(_measured)))
        return
    os.chdir(tempfile.mkdtemp())
    figures: dict[str, list[float]] = {}
    for name in names:
        chosen = [full for full in _measured if full.startswith(name)]
        for full in chosen:
            first = seconds(_measured[full])
            # The first one warms up what is imported and compiled; short ones are measured some times.
            rounds = 1 if first > 2 else 3
            figures[full] = [seconds(_measured[full]) for _ in range(rounds)]
    print("\n" + json.dumps(figures), file=sys.stderr)


if __name__ == "__main__":
    main()
