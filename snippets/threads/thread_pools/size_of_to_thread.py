"""asyncio.to_thread: at most min(32, CPUs + 4) calls run at a time"""
# /// script
# requires-python = ">=3.13"
# ///

import asyncio
import os
import threading

limit = min(32, (os.process_cpu_count() or 1) + 4)
may_finish = threading.Event()
lock = threading.Lock()
started = 0


def block() -> None:
    global started
    with lock:
        started += 1
    may_finish.wait()


async def main() -> None:
    calls = [asyncio.create_task(asyncio.to_thread(block)) for _ in range(100)]
    while started < limit:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)  # would another one start?
    print("calls running beyond the limit:", started - limit)
    may_finish.set()
    await asyncio.gather(*calls)
    print("calls finished in the end:", started)


asyncio.run(main())
