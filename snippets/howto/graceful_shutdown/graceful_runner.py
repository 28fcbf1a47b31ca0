"""SIGTERM and SIGINT end the program in order"""

import asyncio
import os
import signal


async def serve(stop: asyncio.Event) -> None:
    number = 0
    while not stop.is_set():
        number += 1
        print(f"job {number} begins")
        await asyncio.sleep(0.1)
        print(f"job {number} ends")
        if number == 2:
            os.kill(os.getpid(), signal.SIGTERM)  # as if another process had asked this one to end
            await asyncio.sleep(0.1)


async def main() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    try:
        await serve(stop)
    finally:
        print("connections closed")


asyncio.run(main())
print("ended by itself")
