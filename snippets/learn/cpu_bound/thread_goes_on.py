"""The task is cancelled, and its thread continues"""

import asyncio
import threading
import time

ended = threading.Event()


def blocking_write() -> None:
    time.sleep(0.3)
    print("thread: written to disk")
    ended.set()


async def main() -> None:
    try:
        async with asyncio.timeout(0.1):
            await asyncio.to_thread(blocking_write)
    except TimeoutError:
        print("main: gave up, thread ended:", ended.is_set())


asyncio.run(main())  # waits for the threads of to_thread before it returns
print("after run(), thread ended:", ended.is_set())
