"""Download a large file without holding it in memory, and check that it is complete"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
import hashlib
import tempfile
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

BLOCK = bytes(range(256)) * 256  # 64 KiB
BLOCKS = 32


async def large(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": str(len(BLOCK) * BLOCKS)})
    await response.prepare(request)
    for _ in range(BLOCKS):
        await response.write(BLOCK)
    return response


async def download(session: aiohttp.ClientSession, url: str, target: Path) -> tuple[int, int, str]:
    size, largest, digest = 0, 0, hashlib.sha256()
    part = target.with_suffix(".part")  # a half file never has the real name
    async with session.get(url) as response:
        response.raise_for_status()
        with part.open("wb") as file:
            async for chunk in response.content.iter_chunked(64 * 1024):
                size, largest = size + len(chunk), max(largest, len(chunk))
                digest.update(chunk)
                await asyncio.to_thread(file.write, chunk)  # a disk may be slow
    await asyncio.to_thread(part.rename, target)
    return size, largest, digest.hexdigest()


async def main() -> None:
    app = web.Application()
    app.router.add_get("/large", large)
    with tempfile.TemporaryDirectory() as directory:
        target = Path(directory, "large.bin")
        async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
            size, largest, digest = await download(session, "/large", target)
    print("bytes:", size)
    print("never more in hand than:", largest <= 64 * 1024 and "64 KiB")
    print("whole:", digest == hashlib.sha256(BLOCK * BLOCKS).hexdigest())


asyncio.run(main())
