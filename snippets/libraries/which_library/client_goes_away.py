"""The client disconnects: what the handler notices"""
# /// script
# dependencies = ["aiohttp", "starlette", "uvicorn"]
# ///

import asyncio

import uvicorn
from aiohttp import web
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

outcome: asyncio.Queue[str] = asyncio.Queue()


async def work() -> str:
    try:
        await asyncio.sleep(0.3)
        outcome.put_nowait("ran to its end")
    except asyncio.CancelledError:
        outcome.put_nowait("was cancelled")
        raise
    return "done"


async def aiohttp_handler(request: web.Request) -> web.Response:
    return web.Response(text=await work())


async def starlette_handler(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await work())


async def connect_and_leave(name: str, port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await asyncio.sleep(0.1)
    writer.close()
    print(f"{name}: the handler", await outcome.get())


async def main() -> None:
    app = web.Application()
    app.router.add_get("/", aiohttp_handler)
    for cancellation in (False, True):
        runner = web.AppRunner(app, handler_cancellation=cancellation)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await connect_and_leave(f"aiohttp, handler_cancellation={cancellation}", runner.addresses[0][1])
        await runner.cleanup()

    config = uvicorn.Config(Starlette(routes=[Route("/", starlette_handler)]), port=0, log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    await connect_and_leave("Starlette", server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    await serving


asyncio.run(main())
