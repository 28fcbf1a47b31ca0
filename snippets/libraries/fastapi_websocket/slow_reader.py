"""A WebSocket client that doesn't read: a bounded queue per client, and code 1013"""
# /// script
# dependencies = ["fastapi", "uvicorn", "websockets"]
# ///

import asyncio
import socket

import uvicorn
from fastapi import FastAPI, WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

app = FastAPI()
sending: dict[asyncio.Queue[str], asyncio.Task[None]] = {}


def publish(text: str) -> None:
    """Never waits, so no client delays another one."""
    for queue in list(sending):
        try:
            queue.put_nowait(text)
        except asyncio.QueueFull:
            sending.pop(queue).cancel()


async def send(websocket: WebSocket, name: str, queue: asyncio.Queue[str]) -> None:
    while True:
        text = await queue.get()
        await asyncio.sleep(60 if name == "slow" else 0)  # simulates a connection that accepts no more data
        await websocket.send_text(text)


async def read(websocket: WebSocket) -> None:
    async for _ in websocket.iter_text():  # ends when the client leaves
        pass


@app.websocket("/{name}")
async def feed(websocket: WebSocket, name: str) -> None:
    await websocket.accept()
    queue: asyncio.Queue[str] = asyncio.Queue(5)
    sender, reader = asyncio.create_task(send(websocket, name, queue)), asyncio.create_task(read(websocket))
    sending[queue] = sender
    try:
        await asyncio.wait([sender, reader], return_when=asyncio.FIRST_COMPLETED)
        if sender.cancelled():
            await websocket.close(1013, "too slow")
    finally:
        sending.pop(queue, None)
        sender.cancel()
        reader.cancel()


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    url = f"ws://127.0.0.1:{listener.getsockname()[1]}"
    async with connect(f"{url}/quick") as quick, connect(f"{url}/slow") as slow:
        for number in range(10):
            publish(f"price {number}")
            await quick.recv()
        print("quick has read 10 prices")
        try:
            await slow.recv()
        except ConnectionClosed as closed:
            print("slow:", closed.rcvd)
    server.should_exit = True
    await serving


asyncio.run(main())
