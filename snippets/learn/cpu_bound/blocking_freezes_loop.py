"""One coroutine computes, and all other tasks wait"""

import asyncio
import time


def compute(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass  # stands for work that needs the processor


async def heartbeat() -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(0.1)
        now = time.perf_counter()
        print("heartbeat", "LATE" if now - last > 0.3 else "in time")
        last = now


async def main() -> None:
    heart = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.15)
    print("computing")
    compute(0.6)  # no await in here: no other task gets a turn
    print("computed")
    await asyncio.sleep(0.05)
    heart.cancel()


asyncio.run(main())
