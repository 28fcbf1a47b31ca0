"""SIGTERM, and nobody listens: not even finally runs"""

import asyncio
import os
import signal


async def main() -> None:
    try:
        print("working", flush=True)
        await asyncio.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)  # what `docker stop` and systemd send
        await asyncio.sleep(5)
    finally:
        print("cleaning up")


asyncio.run(main())
