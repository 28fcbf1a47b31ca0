"""The body is read after the block has closed the connection"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


async def large(request: web.Request) -> web.Response:
    return web.Response(body=b"x" * 4_000_000)


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", large)
    async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
        async with session.get("/") as response:
            print("status", response.status)  # the headers are there, most of the body is not
        try:
            await response.read()  # the mistake: one line too far to the left
        except aiohttp.ClientConnectionError as error:
            print(f"{type(error).__name__}: {error}")
        async with session.get("/") as response:
            print("inside the block:", len(await response.read()), "bytes")


asyncio.run(main())
