"""TCPConnector: limit connections in all and per host"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


class Gauge:
    """Counts how many requests are inside at once."""

    inside = peak = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.inside += 1
        self.peak = max(self.peak, self.inside)
        await asyncio.sleep(0.05)
        self.inside -= 1
        return web.Response(text="ok")


async def fetch(session: aiohttp.ClientSession) -> int:
    async with session.get("/") as response:
        return response.status


async def main() -> None:
    for limit_per_host in (0, 4):  # 0: no limit but that of the whole connector
        gauge, app = Gauge(), web.Application()
        app.router.add_get("/", gauge.handle)
        connector = aiohttp.TCPConnector(limit=20, limit_per_host=limit_per_host)
        async with TestServer(app) as server:
            async with aiohttp.ClientSession(str(server.make_url("/")), connector=connector) as session:
                statuses = await asyncio.gather(*(fetch(session) for _ in range(40)))
        print(f"limit 20, per host {limit_per_host or 'none'}: {len(statuses)} answers, at most {gauge.peak} at once")


asyncio.run(main())
