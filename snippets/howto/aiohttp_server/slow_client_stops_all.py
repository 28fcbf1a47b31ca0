"""One client doesn't read, and all other clients wait for it"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

guests = web.AppKey("guests", list[web.WebSocketResponse])
PICTURE = b"x" * 1_000_000


async def join(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    request.app[guests].append(socket)
    await socket.receive()  # until the client is gone
    return socket


async def tell_all(app: web.Application) -> None:
    for socket in app[guests]:
        await socket.send_bytes(PICTURE)  # the mistake: waits for the slowest


async def main() -> None:
    app = web.Application()
    app[guests] = []
    app.router.add_get("/", join)
    async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
        quick = await session.ws_connect("/")
        slow = await session.ws_connect("/")
        while len(app[guests]) < 2:
            await asyncio.sleep(0)
        try:
            async with asyncio.timeout(1):
                for _ in range(100):
                    await asyncio.gather(tell_all(app), quick.receive())
            print("all sent")
        except TimeoutError:
            print("stuck: slow doesn't read, and quick hears nothing more")
        print("both are connected:", not quick.closed and not slow.closed)


asyncio.run(main())
