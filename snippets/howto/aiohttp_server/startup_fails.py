"""Start-up fails at the third resource: which of the first two are closed?"""
# /// script
# dependencies = ["aiohttp"]
# ///

import socket
from collections.abc import AsyncIterator

from aiohttp import web


async def bare(app: web.Application) -> AsyncIterator[None]:
    print("bare: opened")
    yield
    print("bare: closed")  # only after a start that has succeeded


async def careful(app: web.Application) -> AsyncIterator[None]:
    print("careful: opened")
    try:
        yield
    finally:
        print("careful: closed")


async def broken(app: web.Application) -> AsyncIterator[None]:
    raise ConnectionError("broker: no answer")
    yield


app = web.Application()
app.cleanup_ctx.extend([bare, careful, broken])
with socket.create_server(("127.0.0.1", 0)) as listener:
    try:
        web.run_app(app, sock=listener, print=None)
    except ConnectionError as error:
        print("not started,", error)
