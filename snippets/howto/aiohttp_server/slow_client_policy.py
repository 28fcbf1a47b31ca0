"""A client that falls behind: a queue for each, and the slow one is disconnected"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

LIMIT = 5
feeds = web.AppKey("feeds", dict[asyncio.Queue[str], str])


def publish(app: web.Application, text: str) -> None:
    """Never waits: the slowest listener doesn't set the pace."""
    for queue, name in list(app[feeds].items()):
        try:
            queue.put_nowait(text)
        except asyncio.QueueFull:
            del app[feeds][queue]
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait("")  # the end
            print(f"server: {name} is too slow")


async def send(
    socket: web.WebSocketResponse, queue: asyncio.Queue[str], feeding: dict[asyncio.Queue[str], str]
) -> None:
    while text := await queue.get():
        await socket.send_str(text)
        if text == "price 0":
            await asyncio.sleep(0.2 if feeding.get(queue) == "slow" else 0)  # its line is slow
    if queue in feeding:
        await socket.close()
    else:
        await socket.close(code=aiohttp.WSCloseCode.TRY_AGAIN_LATER, message=b"too slow")


async def feed(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(heartbeat=30)
    await socket.prepare(request)
    queue: asyncio.Queue[str] = asyncio.Queue(LIMIT)
    feeding = request.app[feeds]
    feeding[queue] = request.match_info["name"]
    sending = asyncio.create_task(send(socket, queue, feeding))
    try:
        async for _ in socket:  # always read: that is how a handler learns that its client leaves
            pass
    finally:
        feeding.pop(queue, None)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
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
            print("quick heard:", len(heard), "prices")
            async with asyncio.timeout(5):  # a handler that doesn't read makes it wait for ten seconds
                await quick.close()
            print("quick has left, code", quick.close_code)
            publish(app, "")
            print("slow heard:", len([message async for message in slow]), "price(s)")
            print("slow was told:", slow.close_code)


asyncio.run(main())
