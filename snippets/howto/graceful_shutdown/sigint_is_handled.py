"""Ctrl+C is a signal too, and asyncio.run handles it"""

import asyncio
import signal


async def main() -> None:
    try:
        print("working")
        signal.raise_signal(signal.SIGINT)  # Ctrl+C
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("main is cancelled")
        raise
    finally:
        print("cleaning up")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("and run() raises KeyboardInterrupt")
