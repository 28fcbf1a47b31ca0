"""Forty requests at once: how many connections each client opens"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio

import aiohttp
import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer

connections: set[int] = set()


async def index(request: web.Request) -> web.Response:
    connections.add(id(request.transport))
    await asyncio.sleep(0.1)
    return web.Response()


async def with_httpx(url: str, limits: httpx.Limits) -> None:
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        await asyncio.gather(*(client.get(url) for _ in range(40)))


async def with_aiohttp(url: str, limit: int) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=limit)) as session:

        async def get() -> None:
            async with session.get(url):
                pass

        await asyncio.gather(*(get() for _ in range(40)))


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", index)
    async with TestServer(app) as server:
        url = str(server.make_url("/"))
        for limit in (100, 10):
            await with_httpx(url, httpx.Limits(max_connections=limit))
            print(f"httpx, max_connections={limit}: {len(connections)} connections")
            connections.clear()
            await with_aiohttp(url, limit)
            print(f"aiohttp, limit={limit}: {len(connections)} connections")
            connections.clear()


asyncio.run(main())
