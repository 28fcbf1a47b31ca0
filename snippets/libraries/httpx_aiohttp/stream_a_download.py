"""Stream a download: client.stream() in httpx, iter_chunked() in aiohttp"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio
import hashlib

import aiohttp
import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer

SIZE = 3_000_000


async def download(request: web.Request) -> web.Response:
    return web.Response(body=bytes(SIZE))


async def with_httpx(url: str) -> tuple[int, int, str]:
    digest, largest = hashlib.sha256(), 0
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        response.raise_for_status()
        async for piece in response.aiter_bytes(65536):
            digest.update(piece)
            largest = max(largest, len(piece))
        return response.num_bytes_downloaded, largest, digest.hexdigest()[:8]


async def with_aiohttp(url: str) -> tuple[int, int, str]:
    digest, largest, total = hashlib.sha256(), 0, 0
    async with aiohttp.ClientSession(raise_for_status=True) as session, session.get(url) as response:
        async for piece in response.content.iter_chunked(65536):
            digest.update(piece)
            largest = max(largest, len(piece))
            total += len(piece)
        return total, largest, digest.hexdigest()[:8]


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", download)
    async with TestServer(app) as server:
        for fetch in (with_httpx, with_aiohttp):
            total, largest, digest = await fetch(str(server.make_url("/")))
            print(f"{fetch.__name__}: {total} bytes, at most {largest} in memory at a time, {digest}")


asyncio.run(main())
