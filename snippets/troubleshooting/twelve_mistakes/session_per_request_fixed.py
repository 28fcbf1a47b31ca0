"""One session for all requests"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web

connections: set[object] = set()


async def answer(request: web.Request) -> web.Response:
    connections.add(request.transport)
    return web.Response(text="ok")


async def main(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(5):
            async with session.get(url) as response:
                await response.text()
    print("connections for 5 requests:", len(connections))


async def serve() -> None:  # the other side
    app = web.Application()
    app.add_routes([web.get("/", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await main("http://{}:{}".format(*runner.addresses[0][:2]))
    await runner.cleanup()


asyncio.run(serve())
