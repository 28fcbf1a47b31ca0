"""Twenty requests: twenty connections, or one"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web


async def session_per_request(url: str) -> None:
    for _ in range(20):
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            await response.text()


async def one_session(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(20):
            async with session.get(url) as response:
                await response.text()


async def main() -> None:
    connections: set[object] = set()

    async def count(request: web.Request) -> web.Response:
        connections.add(request.transport)
        return web.Response(text="ok")

    app = web.Application()
    app.add_routes([web.get("/", count)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    for way in (session_per_request, one_session):
        connections.clear()
        await way(f"http://{host}:{port}/")
        print(f"{way.__name__}: {len(connections)} connections")
    await runner.cleanup()


asyncio.run(main())
