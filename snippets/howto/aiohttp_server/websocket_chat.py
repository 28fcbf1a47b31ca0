"""A WebSocket chat: each message goes to all guests"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
from contextlib import suppress

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

guests = web.AppKey("guests", dict[web.WebSocketResponse, str])  # two guests may have one name


async def tell_all(app: web.Application, text: str) -> None:
    for socket in tuple(app[guests].keys()):
        with suppress(ConnectionError):  # it has just disconnected: its own handler removes it
            await socket.send_str(text)


async def chat(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(heartbeat=30)  # notices a client that has gone without closing
    await socket.prepare(request)
    name = request.match_info["name"]
    request.app[guests][socket] = name
    await tell_all(request.app, f"{name} comes in")
    try:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await tell_all(request.app, f"{name}: {message.data}")
    finally:
        del request.app[guests][socket]
        await tell_all(request.app, f"{name} leaves")
    return socket


async def say_goodbye(app: web.Application) -> None:
    for socket in tuple(app[guests].keys()):
        await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY, message=b"the chat closes")


async def main() -> None:
    app = web.Application()
    app[guests] = {}
    app.router.add_get("/chat/{name}", chat)
    app.on_shutdown.append(say_goodbye)
    async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
        ann = await session.ws_connect("/chat/ann")
        print("ann hears:", await ann.receive_str())
        async with session.ws_connect("/chat/ben") as ben:
            await ben.receive_str()
            print("ann hears:", await ann.receive_str())
            await ben.send_str("hello")
            print("ann hears:", await ann.receive_str())
        print("ann hears:", await ann.receive_str())
        async with session.ws_connect("/chat/ann") as other:  # another guest of the same name
            print("ann hears:", await ann.receive_str())
            await other.send_str("I am Ann, too")
            print("ann hears:", await ann.receive_str())
        print("ann hears:", await ann.receive_str())
        closing = asyncio.create_task(server.close())
        print("ann hears:", (await ann.receive()).type.name)
        await ann.close()
        await closing


asyncio.run(main())
