"""What a web framework does with your handler, def and async def"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
import inspect
import threading
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web


def adapt(handler: Callable[[], Any]) -> Callable[[web.Request], Any]:
    """As FastAPI and Starlette do: async def runs on the loop, def in a thread of a pool."""

    async def respond(request: web.Request) -> web.Response:
        text = await (handler() if inspect.iscoroutinefunction(handler) else asyncio.to_thread(handler))
        return web.Response(text=text)

    return respond


def where() -> str:
    return "the event loop's thread" if threading.current_thread() is threading.main_thread() else "a worker thread"


async def modern() -> str:
    return f"async def runs in {where()}"


def classic() -> str:
    return f"def runs in {where()}"


async def main() -> None:
    app = web.Application()
    app.router.add_get("/modern", adapt(modern))
    app.router.add_get("/classic", adapt(classic))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(base) as session:
        for path in ("/modern", "/classic"):
            async with session.get(path) as response:
                print(await response.text())
    await runner.cleanup()


asyncio.run(main())
