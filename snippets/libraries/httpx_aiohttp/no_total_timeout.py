"""A server that trickles: httpx's read timeout never fires, asyncio.timeout() does"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio

import aiohttp
import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer


async def trickle(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(10):
        await response.write(b".")
        await asyncio.sleep(0.1)  # never silent for long
    return response


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", trickle)
    async with TestServer(app) as server, httpx.AsyncClient(timeout=0.75) as client:
        url = str(server.make_url("/"))
        response = await client.get(url)
        print("httpx, timeout=0.75:", len(response.content), "bytes")
        try:
            async with asyncio.timeout(0.5):
                await client.get(url)
        except TimeoutError:
            print("httpx in asyncio.timeout(0.5): TimeoutError")
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as session:
            try:
                async with session.get(url) as answer:
                    await answer.read()
            except TimeoutError:
                print("aiohttp, total=0.5: TimeoutError")


asyncio.run(main())
