"""A blocking call in a thread leaves the loop free"""

import asyncio
import threading
import time


def blocking_read() -> str:
    time.sleep(0.5)  # stands for a driver without asyncio
    return f"read in the main thread: {threading.current_thread() is threading.main_thread()}"


async def heartbeat(beats: list[float]) -> None:
    while True:
        await asyncio.sleep(0.1)
        beats.append(time.perf_counter())


async def main() -> None:
    beats: list[float] = []
    heart = asyncio.create_task(heartbeat(beats))
    print(await asyncio.to_thread(blocking_read))
    heart.cancel()
    print("the loop continued:", len(beats) >= 3)


asyncio.run(main())
