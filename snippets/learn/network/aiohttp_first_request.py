"""Fetch pages, and handle each failure"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web


async def fetch_page(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url) as response:
        response.raise_for_status()  # 404 and 500 are errors, not pages
        return await response.text()


async def main(base: str) -> None:
    timeout = aiohttp.ClientTimeout(total=2)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for path in ("/", "/missing", "/slow"):
            try:
                print(path, "->", await fetch_page(session, base + path))
            except aiohttp.ClientResponseError as error:
                print(path, "-> status", error.status, error.message)
            except TimeoutError:
                print(path, "-> no answer within 2 s")
            except aiohttp.ClientConnectionError:
                print(path, "-> no connection")


# The other side, so that the program needs no Internet.
async def home(request: web.Request) -> web.Response:
    return web.Response(text="<h1>Hello</h1>")


async def slow(request: web.Request) -> web.Response:
    await asyncio.sleep(60)
    return web.Response()


async def run() -> None:
    app = web.Application()
    app.add_routes([web.get("/", home), web.get("/slow", slow)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    await main(f"http://{host}:{port}")
    await runner.cleanup()


asyncio.run(run())
