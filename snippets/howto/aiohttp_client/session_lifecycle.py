"""One ClientSession for the whole program, in a class for the service"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


class Shop:
    """A client for one service: it owns the session, and everyone shares it."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    async def __aenter__(self) -> "Shop":
        self.session = aiohttp.ClientSession(
            self.base_url,
            headers={"Authorization": "Bearer secret"},  # on every request
            timeout=aiohttp.ClientTimeout(total=5),
            raise_for_status=True,  # 4xx and 5xx raise
        )
        return self

    async def __aexit__(self, *args: object) -> None:
        await self.session.close()

    async def price(self, item: str) -> int:
        async with self.session.get("/price", params={"item": item}) as response:
            return int((await response.json())["price"])


async def price(request: web.Request) -> web.Response:
    assert request.headers["Authorization"] == "Bearer secret"
    return web.json_response({"price": len(request.query["item"])})


async def main() -> None:
    app = web.Application()
    app.router.add_get("/price", price)
    async with TestServer(app) as server, Shop(str(server.make_url("/"))) as shop:
        print("prices:", await asyncio.gather(shop.price("tea"), shop.price("coffee & milk")))
        try:
            async with shop.session.get("/nothing"):
                pass
        except aiohttp.ClientResponseError as error:
            print("raised:", error.status, error.message)
    print("closed:", shop.session.closed)


asyncio.run(main())
