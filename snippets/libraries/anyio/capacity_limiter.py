"""to_thread with a CapacityLimiter"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import threading
import time
from functools import partial

import anyio
import anyio.from_thread
import anyio.to_thread

lock, running, most = threading.Lock(), 0, 0


def blocking(number: int) -> None:
    global running, most
    with lock:
        running += 1
        most = max(most, running)
    time.sleep(0.05)
    with lock:
        running -= 1


async def main() -> None:
    limiter = anyio.CapacityLimiter(3)
    async with anyio.create_task_group() as group:
        for number in range(9):
            group.start_soon(partial(anyio.to_thread.run_sync, blocking, number, limiter=limiter))
    print("9 calls, at most", most, "at a time")
    print("the default limiter allows", anyio.to_thread.current_default_thread_limiter().total_tokens)


anyio.run(main)
