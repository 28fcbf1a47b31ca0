"""Refuse a WebSocket: 403 before accept(), a close code after it"""
# /// script
# dependencies = ["fastapi", "uvicorn", "websockets"]
# ///

import asyncio
import socket
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Query, WebSocket, WebSocketException
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

app = FastAPI()


async def user(token: Annotated[str, Query()] = "") -> str:
    if token != "secret":
        raise WebSocketException(1008, "wrong token")
    return "Ada"


@app.websocket("/before")
async def before(websocket: WebSocket, name: Annotated[str, Depends(user)]) -> None:
    await websocket.accept()
    await websocket.send_text(f"hello {name}")


@app.websocket("/after")
async def after(websocket: WebSocket) -> None:
    await websocket.accept()
    await user(await websocket.receive_text())


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    url = f"ws://127.0.0.1:{listener.getsockname()[1]}"
    async with connect(f"{url}/before?token=secret") as websocket:
        print("before accept(), right token:", await websocket.recv())
    try:
        await connect(f"{url}/before?token=guess")
    except InvalidStatus as error:
        print("before accept(), wrong token: HTTP", error.response.status_code)
    async with connect(f"{url}/after") as websocket:
        await websocket.send("guess")
        try:
            await websocket.recv()
        except ConnectionClosed as closed:
            print("after accept(), wrong token:", closed.rcvd)
    server.should_exit = True
    await serving


asyncio.run(main())
