"""A WebSocket in FastAPI, and websockets as its client"""
# /// script
# dependencies = ["fastapi", "uvicorn", "websockets"]
# ///

import asyncio
import socket

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect

app = FastAPI()
left = asyncio.Event()


@app.websocket("/echo")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            await websocket.send_text((await websocket.receive_text()).upper())
    except WebSocketDisconnect as gone:
        print("server: the client left with code", gone.code)
        left.set()


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with connect(f"ws://127.0.0.1:{listener.getsockname()[1]}/echo") as websocket:
        for text in ("hello", "goodbye"):
            await websocket.send(text)
            print("client:", await websocket.recv())
    await left.wait()
    server.should_exit = True
    await serving


asyncio.run(main())
