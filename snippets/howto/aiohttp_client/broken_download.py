"""The connection breaks during a download, and the client raises ClientPayloadError"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


async def half(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "2000"})
    await response.prepare(request)
    await response.write(b"x" * 1000)
    assert request.transport is not None
    request.transport.close()  # the server's machine goes down
    return response


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", half)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        async with session.get(server.make_url("/")) as response:
            print("status:", response.status, "promised:", response.content_length)
            received = 0
            try:
                async for chunk in response.content.iter_chunked(100):
                    received += len(chunk)
                print("never printed")
            except aiohttp.ClientPayloadError:
                print("ClientPayloadError, all there:", received == 2000)


asyncio.run(main())
