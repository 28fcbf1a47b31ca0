"""httpx.AsyncHTTPTransport(retries=) repeats a failed connect, and nothing else"""
# /// script
# dependencies = ["aiohttp", "httpx"]
# ///

import asyncio
import socket

import httpx
from aiohttp import web
from aiohttp.test_utils import TestServer

requests = 0


async def unavailable(request: web.Request) -> web.Response:
    global requests
    requests += 1
    return web.Response(status=503)


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", unavailable)
    transport = httpx.AsyncHTTPTransport(retries=3)
    async with TestServer(app) as server, httpx.AsyncClient(transport=transport) as client:
        response = await client.get(str(server.make_url("/")))
        print("status 503:", requests, "request, the client gets", response.status_code)

        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))  # bound and not listening: connecting is refused
            url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
            tries: list[str] = []

            async def note(event: str, info: object) -> None:
                if event == "connection.connect_tcp.started":
                    tries.append(event)

            try:
                await client.get(url, extensions={"trace": note})
            except httpx.ConnectError:
                print("refused:", len(tries), "attempts, then ConnectError")


asyncio.run(main())
