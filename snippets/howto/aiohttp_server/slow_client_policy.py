"""A client that doesn't read: a queue for each, and who falls behind is let go"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

LIMIT = 5
feeds = web.AppKey("feeds", dict[str, asyncio.Queue[str]])


def publish(app: web.Application, text: str) -> None:
    """Never waits: the slowest listener doesn't set the pace."""
    for name, queue in list(app[feeds].items()):
        try:
            queue.put_nowait(text)
        except asyncio.QueueFull:
            del app[feeds][name]
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait("")  # the end
            print(f"server: {name} is too slow")


async def feed(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    name = request.match_info["name"]
    queue = request.app[feeds][name] = asyncio.Queue(LIMIT)
    while text := await queue.get():
        await socket.send_str(text)
        if text == "price 0":
            await asyncio.sleep(0.2 if name == "slow" else 0)  # its line is slow
    if name in request.app[feeds]:
        await socket.close()
    else:
        await socket.close(code=aiohttp.WSCloseCode.TRY_AGAIN_LATER, message=b"too slow")
    return socket


async def main() -> None:
    app = web.Application()
    app[feeds] = {}
    app.router.add_get("/{name}", feed)
    async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
        async with session.ws_connect("/quick") as quick, session.ws_connect("/slow") as slow:
            while len(app[feeds]) < 2:
                await asyncio.sleep(0)
            heard = []
            for number in range(10):
                publish(app, f"price {number}")
                heard.append(await quick.receive_str())
            publish(app, "")
            print("quick heard:", len(heard), "prices")
            print("slow heard:", len([message async for message in slow]), "price(s)")
            print("slow was told:", slow.close_code)


asyncio.run(main())
