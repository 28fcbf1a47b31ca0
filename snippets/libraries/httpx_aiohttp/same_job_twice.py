"""The same requests with httpx and with aiohttp"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio

import aiohttp
import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer

Stock = dict[str, int]


async def with_httpx(url: str) -> tuple[Stock, int]:
    async with httpx.AsyncClient(base_url=url, timeout=5) as client:
        response = await client.get("/stock", params={"shop": "north & south"})
        response.raise_for_status()
        stock: Stock = response.json()
        created = await client.post("/orders", json={"tea": 2})
        return stock, created.status_code


async def with_aiohttp(url: str) -> tuple[Stock, int]:
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(url, timeout=timeout, raise_for_status=True) as session:
        async with session.get("/stock", params={"shop": "north & south"}) as response:
            stock: Stock = await response.json()
        async with session.post("/orders", json={"tea": 2}) as created:
            return stock, created.status


async def stock(request: web.Request) -> web.Response:
    return web.json_response({"tea": len(request.query["shop"])})


async def order(request: web.Request) -> web.Response:
    return web.json_response(await request.json(), status=201)


async def main() -> None:
    app = web.Application()
    app.add_routes([web.get("/stock", stock), web.post("/orders", order)])
    async with TestServer(app) as server:
        url = str(server.make_url("/"))
        print("httpx:  ", await with_httpx(url))
        print("aiohttp:", await with_aiohttp(url))


asyncio.run(main())
