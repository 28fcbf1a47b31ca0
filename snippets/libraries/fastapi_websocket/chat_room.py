"""A chat in FastAPI: send to all, and survive a client that has just left"""
# /// script
# dependencies = ["fastapi", "uvicorn", "websockets"]
# ///

import asyncio
import socket
from contextlib import suppress

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect

app = FastAPI()
guests: dict[WebSocket, str] = {}


async def send_to_all(text: str) -> None:
    for websocket in list(guests):  # a copy: guests come and go while this awaits
        with suppress(WebSocketDisconnect, RuntimeError):  # it has just gone: its own handler removes it
            await websocket.send_text(text)


@app.websocket("/chat/{name}")
async def chat(websocket: WebSocket, name: str) -> None:
    await websocket.accept()
    guests[websocket] = name
    try:
        await send_to_all(f"{name} joins")
        async for text in websocket.iter_text():
            await send_to_all(f"{name}: {text}")
    finally:
        del guests[websocket]
        await send_to_all(f"{name} leaves")


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    url = f"ws://127.0.0.1:{listener.getsockname()[1]}/chat"
    async with connect(f"{url}/ann") as ann:
        print("ann reads:", await ann.recv())
        async with connect(f"{url}/ben") as ben:
            await ben.recv()
            print("ann reads:", await ann.recv())
            await ben.send("hello")
            print("ann reads:", await ann.recv())
        print("ann reads:", await ann.recv())
    server.should_exit = True
    await serving


asyncio.run(main())
