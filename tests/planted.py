"""Six programs with an error of order that CPython's own order hides, and the same programs cured.

A sleep stands for I/O. Each is a function that makes the coroutine of a run; its argument says whether it is cured.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Program = Callable[[bool], Coroutine[Any, Any, None]]


async def _travel(legs: int) -> None:
    """As long as that many other waits, and by itself a little later than they end."""
    for _ in range(legs):
        await asyncio.sleep(0.1)
        await asyncio.sleep(0)


async def lost_update(cured: bool) -> None:
    """Two tasks read, wait and write."""
    visitors = 0
    lock = asyncio.Lock() if cured else None

    async def count() -> None:
        nonlocal visitors
        seen = visitors
        await asyncio.sleep(0.1)
        visitors = seen + 1

    async def visit(legs: int) -> None:
        await _travel(legs)
        if lock is None:
            await count()
            return
        async with lock:
            await count()

    await asyncio.gather(visit(1), visit(2))
    assert visitors == 2, f"{visitors} visitors"


async def check_then_act(cured: bool) -> None:
    """The balance is checked before a wait, and used after it."""
    balance = 100
    lock = asyncio.Lock()

    async def pay(amount: int) -> None:
        nonlocal balance
        if balance >= amount:
            await asyncio.sleep(0.1)
            balance -= amount

    async def customer(amount: int) -> None:
        await asyncio.sleep(0.1)
        if cured:
            async with lock:
                await pay(amount)
        else:
            await pay(amount)

    async def deposit(amount: int) -> None:
        nonlocal balance
        await asyncio.sleep(0.1)
        balance += amount

    await asyncio.gather(customer(120), customer(60), deposit(50))
    assert balance >= 0, f"balance {balance}"


async def two_locks(cured: bool) -> None:
    """Each task holds the lock that the other one waits for."""
    first, second = asyncio.Lock(), asyncio.Lock()

    async def move(legs: int, source: asyncio.Lock, target: asyncio.Lock) -> None:
        await _travel(legs)
        async with source:
            await asyncio.sleep(0.1)
            async with target:
                pass

    await asyncio.gather(move(1, first, second), move(2, *((first, second) if cured else (second, first))))


async def missing_drain(cured: bool) -> None:
    """The worker is cancelled as soon as the queue is empty, which isn't when the last job is done."""
    queue: asyncio.Queue[int] = asyncio.Queue()
    done: list[int] = []

    async def work() -> None:
        while True:
            job = await queue.get()
            await asyncio.sleep(0.1)
            done.append(job)
            queue.task_done()

    worker = asyncio.create_task(work())
    for job in range(3):
        queue.put_nowait(job)
    if cured:
        await queue.join()
    else:
        await asyncio.sleep(0.1)
        while not queue.empty():  # noqa: ASYNC110  (the error)
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.1)
    worker.cancel()
    assert done == [0, 1, 2], f"done: {done}"


async def lost_wakeup(cured: bool) -> None:
    """A signal that comes between the check and the wait is cleared unseen."""
    jobs: list[str] = []
    news = asyncio.Event()
    done: list[str] = []

    async def consumer() -> None:
        while len(done) < 2:
            if cured:
                news.clear()
            if not jobs:
                await news.wait()
            await asyncio.sleep(0.1)
            taken, jobs[:] = list(jobs), []
            await asyncio.sleep(0.1)
            done.extend(taken)
            if not cured:
                news.clear()
                if len(done) < 2:
                    await news.wait()

    async def producer(legs: int, job: str) -> None:
        await _travel(legs)
        jobs.append(job)
        news.set()

    await asyncio.gather(consumer(), producer(1, "a"), producer(3, "b"))


async def used_after_close(cured: bool) -> None:
    """A connection is closed for being idle when it has just been lent."""
    is_open, lent = True, False

    async def close_idle() -> None:
        nonlocal is_open
        await _travel(2)
        if not (cured and lent):
            is_open = False

    async def use() -> None:
        nonlocal lent
        await asyncio.sleep(0.1)
        if is_open:
            lent = True
            await asyncio.sleep(0.1)
            assert is_open, "the connection was closed in use"
            lent = False

    await asyncio.gather(use(), close_idle())


PLANTED: list[Program] = [lost_update, check_then_act, two_locks, missing_drain, lost_wakeup, used_after_close]
