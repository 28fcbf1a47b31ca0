"""cleanup_ctx: resources opened at start-up, closed in reverse order"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

database = web.AppKey("database", dict[str, str])
refreshed = web.AppKey("refreshed", asyncio.Event)


async def with_database(app: web.Application) -> AsyncIterator[None]:
    print("database: connect")
    app[database] = {"greeting": "hello"}
    try:
        yield  # the application runs
    finally:
        print("database: disconnect")


async def with_refresher(app: web.Application) -> AsyncIterator[None]:
    app[refreshed] = asyncio.Event()
    task = asyncio.create_task(refresh(app))
    print("refresher: started")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])  # ended, not only asked to
        print("refresher: ended")


async def refresh(app: web.Application) -> None:
    while True:
        app[database]["greeting"] = "good morning"
        app[refreshed].set()
        await asyncio.sleep(60)


async def greet(request: web.Request) -> web.Response:
    await request.app[refreshed].wait()
    return web.Response(text=request.app[database]["greeting"])


async def main() -> None:
    app = web.Application()
    app.cleanup_ctx.extend([with_database, with_refresher])  # closed in reverse
    app.router.add_get("/", greet)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        async with session.get(server.make_url("/")) as response:
            print("client:", await response.text())


asyncio.run(main())
