"""asyncio's functions don't run under Trio"""
# /// script
# dependencies = ["trio"]
# ///

import asyncio

import trio


async def main() -> None:
    try:
        await asyncio.sleep(0.1)
    except RuntimeError as error:
        print("RuntimeError:", error)


trio.run(main)
