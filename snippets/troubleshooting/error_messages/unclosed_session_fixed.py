"""The block closes the session, however it ends"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp


async def main() -> None:
    async with aiohttp.ClientSession() as session:
        print("requests go here, closed:", session.closed)
    print("after the block, closed:", session.closed)


asyncio.run(main())
