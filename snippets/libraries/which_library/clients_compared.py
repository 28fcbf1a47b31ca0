"""One GET with a time limit: aiohttp and httpx"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio

import aiohttp
import httpx
from aiohttp import web


async def with_aiohttp(base: str, path: str) -> str:
    timeout = aiohttp.ClientTimeout(total=0.3)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(base + path) as response:
        response.raise_for_status()
        return await response.text()


async def with_httpx(base: str, path: str) -> str:
    async with httpx.AsyncClient(timeout=0.3) as client:
        response = await client.get(base + path)
        response.raise_for_status()
        return response.text


async def serve(request: web.Request) -> web.Response:
    if request.path == "/slow":
        await asyncio.sleep(1)
    return web.Response(text="hello", status=404 if request.path == "/missing" else 200)


async def main() -> None:
    app = web.Application()
    app.router.add_get("/{path}", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = "http://{}:{}".format(*runner.addresses[0])
    for path in ("/page", "/missing", "/slow"):
        for fetch in (with_aiohttp, with_httpx):
            try:
                print(path, fetch.__name__, await fetch(base, path))
            except (aiohttp.ClientError, httpx.HTTPError, TimeoutError) as error:
                also = " (a TimeoutError)" if isinstance(error, TimeoutError) else ""
                print(path, fetch.__name__, type(error).__name__ + also)
    await runner.cleanup()


asyncio.run(main())
