"""Starlette alone: a WebSocketRoute that receives JSON"""
# /// script
# dependencies = ["starlette", "uvicorn", "websockets"]
# ///

import asyncio
import socket

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect


async def add(websocket: WebSocket) -> None:
    await websocket.accept()
    total = 0
    async for number in websocket.iter_json():  # ends when the client disconnects
        total += number
        await websocket.send_json({"total": total})
    print("server: the client left at", total)


app = Starlette(routes=[WebSocketRoute("/add", add)])


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with connect(f"ws://127.0.0.1:{listener.getsockname()[1]}/add") as websocket:
        for number in ("1", "20", "300"):
            await websocket.send(number)
            print("client:", await websocket.recv())
    server.should_exit = True
    await serving


asyncio.run(main())
