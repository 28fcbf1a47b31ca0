"""Middleware: a request number, log lines, errors as JSON"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from itertools import count

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
request_id: ContextVar[int] = ContextVar("request_id")
numbers = count(1)


def log(text: str) -> None:
    print(f"[{request_id.get()}] {text}")


@web.middleware
async def numbered(request: web.Request, handler: Handler) -> web.StreamResponse:
    request_id.set(next(numbers))  # each request is a task, with a context of its own
    log(f"{request.method} {request.path}")
    response = await handler(request)
    log(f"{response.status}")
    return response


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:  # a redirect as well: it needs its Location, and a 405 its Allow
        headers = {name: value for name, value in error.headers.items() if not name.startswith("Content-")}
        return web.json_response({"error": error.reason}, status=error.status, headers=headers)
    except Exception as error:  # never CancelledError: the client is gone
        log(f"failed: {error!r}")
        return web.json_response({"error": "internal"}, status=500)


async def divide(request: web.Request) -> web.Response:
    return web.json_response(100 / int(request.match_info["by"]))


async def moved(request: web.Request) -> web.Response:
    raise web.HTTPFound("/100/5")


async def main() -> None:
    app = web.Application(middlewares=[numbered, errors])  # the first is outermost
    app.router.add_get("/100/{by}", divide)
    app.router.add_get("/old", moved)
    async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
        for path in ("/100/4", "/100/0", "/nothing", "/old"):
            async with session.get(path) as response:
                print("client:", response.status, await response.json())


asyncio.run(main())
