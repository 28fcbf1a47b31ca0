"""Blocking calls in threads, and back"""
# /// script
# dependencies = ["trio"]
# ///

import threading
import time

import trio


def blocking(number: int) -> int:
    time.sleep(0.1)
    in_main = threading.current_thread() is threading.main_thread()
    trio.from_thread.run_sync(print, "blocking() runs in the main thread:", in_main)
    return number * 2


async def main() -> None:
    limiter = trio.CapacityLimiter(2)
    with trio.move_on_after(5):
        print(await trio.to_thread.run_sync(blocking, 21, limiter=limiter))

    with trio.move_on_after(0.05) as scope:
        await trio.to_thread.run_sync(time.sleep, 0.2, abandon_on_cancel=True)
    print("abandoned:", scope.cancelled_caught)


trio.run(main)
