"""What CPython promises about order, and what it leaves open: a program for each row of the tables on the page.

The page is "Race conditions and interleavings". No test runner is needed here: the tests run this file in the tab, too.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable

Program = Callable[[list[str]], Awaitable[None]]
KEPT: dict[str, Program] = {}
VARIED: dict[str, Program] = {}


def row(table: dict[str, Program], name: str) -> Callable[[Program], Program]:
    """Enter a program for the row with this name. It notes events in the list that it gets."""

    def enter(program: Program) -> Program:
        table[name] = program
        return program

    return enter


async def _enter(log: list[str], name: str, wait: Awaitable[object]) -> None:
    await wait
    log.append(name)


async def noise() -> None:
    """Something to choose all the time: three timers that are due together, again and again."""

    async def tick() -> None:
        for _ in range(6):
            await asyncio.sleep(0.1)

    await asyncio.gather(tick(), tick(), tick())


async def silence() -> None:
    """Nothing else to choose."""


@row(KEPT, "`call_soon`")
async def _call_soon(log: list[str]) -> None:
    for _ in range(3):
        for name in "abc":
            asyncio.get_running_loop().call_soon(log.append, name)
        await asyncio.sleep(0.1)


@row(KEPT, "New tasks")
async def _new_tasks(log: list[str]) -> None:
    async def work(name: str) -> None:
        log.append(name)
        await asyncio.sleep(0)
        log.append(name.upper())

    await asyncio.sleep(0.1)
    await asyncio.gather(*map(work, "abc"))


@row(KEPT, "`sleep(0)`")
async def _sleep_zero(log: list[str]) -> None:
    async def work(name: str) -> None:
        for number in range(3):
            log.append(f"{name}{number}")
            await asyncio.sleep(0)

    await asyncio.sleep(0.1)
    await asyncio.gather(*map(work, "abc"))


@row(KEPT, "Timers")
async def _timers(log: list[str]) -> None:
    loop = asyncio.get_running_loop()
    for delay in (0.3, 0.1, 0.2):
        loop.call_later(delay, log.append, str(delay))
    await asyncio.sleep(0.5)


@row(KEPT, "I/O before timers")
async def _events_first(log: list[str]) -> None:
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()

    def read() -> None:
        ours.recv(1)
        log.append("I/O")

    def make_both_due() -> None:
        loop.call_later(0, log.append, "timer")
        theirs.send(b"x")

    with ours, theirs:
        loop.add_reader(ours, read)
        loop.call_later(0.1, make_both_due)
        await asyncio.sleep(0.3)
        loop.remove_reader(ours)


async def _four_enter(entered: asyncio.Lock | asyncio.Semaphore, log: list[str]) -> None:
    async def work(name: str) -> None:
        async with entered:
            log.append(name)
            await asyncio.sleep(0.1)

    await asyncio.gather(*map(work, "abcd"))


@row(KEPT, "`asyncio.Lock`")
async def _lock(log: list[str]) -> None:
    await _four_enter(asyncio.Lock(), log)


@row(KEPT, "`asyncio.Semaphore`")
async def _semaphore(log: list[str]) -> None:
    await _four_enter(asyncio.Semaphore(2), log)


@row(KEPT, "`asyncio.Condition`")
async def _condition(log: list[str]) -> None:
    condition = asyncio.Condition()

    async def work(name: str) -> None:
        async with condition:
            await condition.wait()
            log.append(name)

    tasks = [asyncio.create_task(work(name)) for name in "abc"]
    for _ in tasks:
        await asyncio.sleep(0.1)
        async with condition:
            condition.notify()
    await asyncio.gather(*tasks)


@row(KEPT, "`asyncio.Event`")
async def _event(log: list[str]) -> None:
    event = asyncio.Event()
    tasks = [asyncio.create_task(_enter(log, name, event.wait())) for name in "abc"]
    await asyncio.sleep(0.1)
    event.set()
    await asyncio.gather(*tasks)


@row(KEPT, "`asyncio.Queue`")
async def _queue(log: list[str]) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue(1)

    async def get(name: str) -> None:
        log.append(f"{name} gets {await queue.get()}")

    tasks = [asyncio.create_task(get(name)) for name in "abc"]
    await asyncio.sleep(0.1)
    for number in range(3):
        await queue.put(number)
    await asyncio.gather(*tasks)


@row(KEPT, "Callbacks of a future")
async def _done_callbacks(log: list[str]) -> None:
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(_enter(log, name, asyncio.shield(future))) for name in "abc"]
    await asyncio.sleep(0.1)
    future.set_result(None)
    await asyncio.gather(*tasks)


@row(KEPT, "Calls of one thread")
async def _one_thread(log: list[str]) -> None:
    loop = asyncio.get_running_loop()

    def work() -> None:
        for name in "abc":
            loop.call_soon_threadsafe(log.append, name)

    await asyncio.to_thread(work)


@row(KEPT, "Timeouts")
async def _timeouts(log: list[str]) -> None:
    loop = asyncio.get_running_loop()
    for seconds in (0.1, 0.2):
        start = loop.time()
        try:
            async with asyncio.timeout(seconds):
                await asyncio.Event().wait()
        except TimeoutError:
            log.append(f"{loop.time() - start:.6f}")


@row(VARIED, "Timers of the same time")
async def _equal_timers(log: list[str]) -> None:
    await asyncio.gather(*(_enter(log, name, asyncio.sleep(0.1)) for name in "abc"))


@row(VARIED, "I/O that is ready together")
async def _events(log: list[str]) -> None:
    loop = asyncio.get_running_loop()
    pairs = [socket.socketpair() for _ in "abc"]
    for ours, _ in pairs:
        ours.setblocking(False)
    readers = [
        asyncio.create_task(_enter(log, name, loop.sock_recv(ours, 1)))
        for name, (ours, _) in zip("abc", pairs, strict=True)
    ]
    await asyncio.sleep(0.1)
    for _, theirs in pairs:
        theirs.send(b"x")
    await asyncio.gather(*readers)
    for pair in pairs:
        for sock in pair:
            sock.close()


@row(VARIED, "Functions in threads")
async def _functions(log: list[str]) -> None:
    all_run = threading.Barrier(3)
    await asyncio.gather(*(_enter(log, name, asyncio.to_thread(all_run.wait)) for name in "abc"))


@row(VARIED, "Calls of several threads")
async def _several_threads(log: list[str]) -> None:
    loop = asyncio.get_running_loop()

    def call(name: str) -> None:
        loop.call_soon_threadsafe(log.append, name)

    threads = [threading.Thread(target=call, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()  # it blocks the loop, so that all have called when the loop looks
    await asyncio.sleep(0.1)


@row(VARIED, "Sleeps, with `jitter`")
async def sleeps(log: list[str]) -> None:
    await asyncio.gather(*(_enter(log, str(delay), asyncio.sleep(delay)) for delay in (0.1, 0.12, 0.14)))
