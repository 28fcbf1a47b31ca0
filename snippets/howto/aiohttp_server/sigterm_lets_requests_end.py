"""SIGTERM in the middle of a request: it is answered, then the server ends"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

listener = socket.create_server(("127.0.0.1", 0))
url = "http://{}:{}/order".format(*listener.getsockname())


async def order(request: web.Request) -> web.Response:
    print("server: the order begins")
    os.kill(os.getpid(), signal.SIGTERM)  # what `docker stop` and systemd send
    await asyncio.sleep(0.2)
    print("server: the order ends")
    return web.Response(text="thank you")


async def client() -> None:
    async with aiohttp.ClientSession() as session, session.post(url) as response:
        print("client:", response.status, await response.text())


async def with_client(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(client())
    try:
        yield
    finally:
        await task
        print("server: cleaned up")


app = web.Application()
app.router.add_post("/order", order)
app.cleanup_ctx.append(with_client)
web.run_app(app, sock=listener, print=None)
print("ended by itself")
