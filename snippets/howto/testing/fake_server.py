"""Test a client against a server that misbehaves on purpose"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


async def price(session: aiohttp.ClientSession, url: str) -> str:
    """The code under test: it tries twice, and then returns a default."""
    for _ in range(2):
        try:
            async with session.get(url, timeout=aiohttp.ClientTimeout(total=0.2)) as response:
                response.raise_for_status()
                return str((await response.json())["price"])
        except (aiohttp.ClientError, TimeoutError):
            continue
    return "unknown"


class Fake:
    def __init__(self, *script: str) -> None:
        self.script = list(script)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        step = self.script.pop(0)
        if step == "slow":
            await asyncio.sleep(5)
        if step == "broken":
            return web.Response(status=503)
        return web.json_response({"price": 42})


async def main() -> None:
    for script in (("fine",), ("broken", "fine"), ("slow", "fine"), ("broken", "broken")):
        app = web.Application()
        app.router.add_get("/", Fake(*script).handle)
        async with TestServer(app) as server, aiohttp.ClientSession() as session:
            print(f"{' then '.join(script)}: {await price(session, str(server.make_url('/')))}")


asyncio.run(main())
