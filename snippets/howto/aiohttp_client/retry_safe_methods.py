"""A client middleware that retries idempotent requests"""
# /// script
# dependencies = ["aiohttp>=3.12"]
# ///

import asyncio

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, web
from aiohttp.test_utils import TestServer

SAFE = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}  # idempotent: twice is the same as once


async def retry(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    attempts = 3 if request.method in SAFE else 1
    for attempt in range(1, attempts + 1):
        try:
            response = await handler(request)
        except aiohttp.ClientConnectionError:  # refused, broken, or no sign of life in time
            if attempt == attempts:
                raise
        else:
            if response.status != 503 or attempt == attempts:
                return response
            response.release()  # the connection may be used again
        await asyncio.sleep(0.01 * 2**attempt)
    raise AssertionError("not reached")


class Flaky:
    def __init__(self) -> None:
        self.calls: list[str] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.calls.append(request.method)
        if len(self.calls) == 2:
            assert request.transport is not None
            request.transport.close()  # the connection breaks before there is an answer
        return web.Response(status=200 if len(self.calls) == 3 else 503)


async def main() -> None:
    for method in ("GET", "POST"):
        flaky, app = Flaky(), web.Application()
        app.router.add_route(method, "/", flaky.handle)
        async with TestServer(app) as server, aiohttp.ClientSession(middlewares=[retry]) as session:
            async with session.request(method, server.make_url("/")) as response:
                print(f"{method}: {len(flaky.calls)} request(s), status {response.status}")


asyncio.run(main())
