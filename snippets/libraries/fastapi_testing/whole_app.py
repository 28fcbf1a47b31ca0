"""A FastAPI app with lifespan, dependency, background task and WebSocket, and its test"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn", "websockets"]
# ///

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
import uvicorn
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, WebSocket
from websockets.asyncio.client import connect


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.stock = {"tea": 1}
    app.state.watchers = set()
    yield
    print("lifespan: closed with stock", app.state.stock)


app = FastAPI(lifespan=lifespan)


async def stock() -> dict[str, int]:
    found: dict[str, int] = app.state.stock
    return found


async def tell_watchers(text: str) -> None:
    for websocket in list(app.state.watchers):
        await websocket.send_text(text)


@app.post("/buy/{item}")
async def buy(item: str, stock: Annotated[dict[str, int], Depends(stock)], background: BackgroundTasks) -> str:
    if not stock.get(item):
        raise HTTPException(409, f"no {item} left")
    stock[item] -= 1
    background.add_task(tell_watchers, f"{item} sold")
    return f"here is your {item}"


@app.websocket("/sales")
async def sales(websocket: WebSocket) -> None:
    await websocket.accept()
    app.state.watchers.add(websocket)
    await websocket.send_text("welcome")
    async for _ in websocket.iter_text():
        pass
    app.state.watchers.remove(websocket)


async def test() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://{host}") as client, connect(f"ws://{host}/sales") as watcher:
        assert await watcher.recv() == "welcome"
        first, second = [await client.post("/buy/tea") for _ in range(2)]
        assert (first.status_code, first.json()) == (200, "here is your tea")
        assert (second.status_code, second.json()) == (409, {"detail": "no tea left"})
        assert await watcher.recv() == "tea sold"
    server.should_exit = True
    await serving
    print("test passed")


asyncio.run(test())
