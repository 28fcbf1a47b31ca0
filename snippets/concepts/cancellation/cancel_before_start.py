"""Cancelled before its first turn: not even finally runs"""

import asyncio


async def transfer() -> None:
    try:
        print("transfer: connection acquired")
        await asyncio.sleep(1)
    finally:
        print("transfer: connection released")


async def main() -> None:
    early = asyncio.create_task(transfer())
    early.cancel()  # it has not run yet
    await asyncio.wait([early])
    print("cancelled at once:", early.cancelled())

    late = asyncio.create_task(transfer())
    await asyncio.sleep(0)  # its first turn
    late.cancel()
    await asyncio.wait([late])
    print("cancelled after a turn:", late.cancelled())


asyncio.run(main())
