"""Receive and push on one WebSocket: two tasks in a TaskGroup"""
# /// script
# dependencies = ["fastapi", "uvicorn", "websockets"]
# ///

import asyncio
import json
import socket

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect

app = FastAPI()


async def receive(websocket: WebSocket, wanted: set[str]) -> None:
    while True:
        wanted.add(await websocket.receive_text())


async def push(websocket: WebSocket, wanted: set[str]) -> None:
    for price in range(100, 1000):
        await asyncio.sleep(0.05)
        for symbol in sorted(wanted):
            await websocket.send_json({symbol: price})


@app.websocket("/prices")
async def prices(websocket: WebSocket) -> None:
    await websocket.accept()
    wanted: set[str] = set()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(receive(websocket, wanted))
            group.create_task(push(websocket, wanted))
    except* WebSocketDisconnect:
        print("server: the client left, both tasks have ended")


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with connect(f"ws://127.0.0.1:{listener.getsockname()[1]}/prices") as websocket:
        for symbol in ("AAA", "BBB"):
            await websocket.send(symbol)
            while symbol not in json.loads(await websocket.recv()):
                pass
            print("client: prices of", symbol, "arrive")
    server.should_exit = True
    await serving


asyncio.run(main())
