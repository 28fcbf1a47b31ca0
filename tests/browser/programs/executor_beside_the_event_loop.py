"""A pool of threads that block and compute, while the event loop goes on."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def block(number: int) -> tuple[int, str]:
    time.sleep(0.2)
    return number, threading.current_thread().name


def compute(number: int) -> int:
    total = 0
    for value in range(200_000):
        total += value * number
    return total


async def heartbeat(beats: list[float]) -> None:
    while True:
        beats.append(time.monotonic())
        await asyncio.sleep(0.01)


async def main() -> None:
    loop = asyncio.get_running_loop()
    beats: list[float] = []
    pulse = asyncio.create_task(heartbeat(beats))
    started = time.monotonic()
    with ThreadPoolExecutor(8, thread_name_prefix="worker") as pool:
        results = await asyncio.gather(*(loop.run_in_executor(pool, block, number) for number in range(8)))
    elapsed = time.monotonic() - started
    assert [number for number, _ in results] == list(range(8))
    assert len({name for _, name in results}) == 8, results
    assert elapsed < 8 * 0.2, elapsed

    before = len(beats)
    totals = await asyncio.gather(*(asyncio.to_thread(compute, number) for number in range(4)))
    assert totals == [compute(number) for number in range(4)]
    assert len(beats) > before, "the event loop stood still"
    pulse.cancel()

    def from_thread() -> int:
        return asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01, 42), loop).result()

    assert await asyncio.to_thread(from_thread) == 42
    print("ok")


asyncio.run(main())
