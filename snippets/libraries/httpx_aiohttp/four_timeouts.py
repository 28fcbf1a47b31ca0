"""httpx timeouts: read, write and pool, each provoked"""
# /// script
# dependencies = ["httpx"]
# ///

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield bytes(1_000_000)


async def main() -> None:
    silent = socket.create_server(("127.0.0.1", 0))  # connections are made, and nothing reads or answers
    url = f"http://127.0.0.1:{silent.getsockname()[1]}"

    async def attempt(client: httpx.AsyncClient, content: AsyncIterator[bytes] | None = None) -> str:
        try:
            await client.post(url, content=content)
        except httpx.TimeoutException as error:
            return type(error).__name__
        return "no timeout"

    async with httpx.AsyncClient(timeout=httpx.Timeout(60, read=0.2)) as client:
        print("read=0.2: ", await attempt(client))
    async with httpx.AsyncClient(timeout=httpx.Timeout(60, write=0.2)) as client:
        print("write=0.2:", await attempt(client, endless()))
    limits = httpx.Limits(max_connections=1)
    async with httpx.AsyncClient(timeout=httpx.Timeout(60, pool=0.2), limits=limits) as client:
        first = asyncio.create_task(attempt(client))
        await asyncio.sleep(0.05)
        print("pool=0.2: ", await attempt(client))
        first.cancel()
    print("all four: ", httpx.Timeout(60, connect=5))
    silent.close()


asyncio.run(main())
