# Two minutes of what once crashed the interpreter: event loops and threads come and go, tasks are destroyed while they
# wait, the automatic collector and preemption are on.
import asyncio
import gc
import logging
import threading
import time
from collections.abc import Generator

SECONDS = 120
LOOPS, THREADS = 10_000, 1_000
gc.set_threshold(50)
logging.disable()  # "Task was destroyed but it is pending!" is what this asks for
end = time.monotonic() + SECONDS
loops = threads = 0


class Node:
    def __init__(self) -> None:
        self.me = self


def suspended() -> Generator[int]:
    nodes = [Node() for _ in range(5)]
    yield len(nodes)


async def forever(kept: list[Generator[int]]) -> None:
    kept.append(suspended())
    next(kept[-1])
    await asyncio.Event().wait()


async def some_work() -> None:
    kept: list[Generator[int]] = []
    tasks = [asyncio.create_task(forever(kept)) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.sleep(0)


def one_loop(abandoned: bool) -> None:
    if not abandoned:
        asyncio.run(some_work())
        return
    loop = asyncio.new_event_loop()
    loop.run_until_complete(some_work())
    loop.close()  # its tasks are pending


def deep(level: int) -> None:
    nodes = [Node() for _ in range(10)]
    if level:
        deep(level - 1)
    else:
        time.sleep(0.001)
    del nodes


def many_loops() -> None:
    global loops
    while loops < LOOPS or time.monotonic() < end:
        one_loop(abandoned=loops % 2 == 0)
        loops += 1


def many_threads() -> None:
    global threads
    while threads < THREADS or time.monotonic() < end:
        batch = [threading.Thread(target=deep, args=(10,)) for _ in range(20)]
        for thread in batch:
            thread.start()
        for thread in batch:
            thread.join()
        threads += len(batch)


workers = [threading.Thread(target=many_threads), threading.Thread(target=many_loops)]
for worker in workers:
    worker.start()
many_loops()
for worker in workers:
    worker.join()
assert loops >= LOOPS
assert threads >= THREADS
print(loops, "loops,", threads, "threads")
print("ok")
