"""ClientTimeout: which limit ends a silent server, a slow body, the whole request"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


async def silent(request: web.Request) -> web.Response:
    await asyncio.sleep(5)
    return web.Response()


async def trickle(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(20):
        await response.write(b".")
        await asyncio.sleep(0.05)  # never silent for long, and never done
    return response


async def fetch(session: aiohttp.ClientSession, url: str, limits: aiohttp.ClientTimeout) -> str:
    try:
        async with session.get(url, timeout=limits) as response:
            return f"{len(await response.read())} bytes"
    except TimeoutError as error:  # all of aiohttp's timeouts are
        return type(error).__name__


async def main() -> None:
    app = web.Application()
    app.router.add_get("/silent", silent)
    app.router.add_get("/trickle", trickle)
    quiet, total = aiohttp.ClientTimeout(total=None, sock_read=0.5), aiohttp.ClientTimeout(total=0.5)
    async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
        print("silent, sock_read:", await fetch(session, "/silent", quiet))
        print("silent, total:", await fetch(session, "/silent", total))
        print("trickle, total:", await fetch(session, "/trickle", total))
        both = aiohttp.ClientTimeout(total=30, sock_connect=2, sock_read=2)
        print("trickle, patient:", await fetch(session, "/trickle", both))


asyncio.run(main())
