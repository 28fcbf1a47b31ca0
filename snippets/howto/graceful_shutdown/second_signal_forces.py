"""The first signal asks, the second one doesn't"""

import asyncio
import os
import signal


async def job() -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        print("job: ended")


async def main() -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    task = asyncio.create_task(job())

    def ask() -> None:
        print("first signal: no new jobs, the running one may end")
        stop.set()
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, force)

    def force() -> None:
        print("second signal: now")
        task.cancel()

    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, ask)
    os.kill(os.getpid(), signal.SIGTERM)
    await stop.wait()
    loop.call_later(0.1, os.kill, os.getpid(), signal.SIGINT)  # somebody has lost patience
    await asyncio.wait([task], timeout=30)  # the time that the job may take
    print("main: closed what was open")


asyncio.run(main())
