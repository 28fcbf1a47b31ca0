"""TestClient: a synchronous test, with lifespan and a WebSocket"""
# /// script
# dependencies = ["fastapi", "httpx2"]
# ///

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    print("lifespan: start")
    yield
    print("lifespan: end")


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@app.websocket("/upper")
async def upper(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text.upper())


with TestClient(app) as client:  # without `with`, the lifespan doesn't run
    response = client.get("/")
    print("status", response.status_code, "- the app runs in the test's thread:", response.json())
    with client.websocket_connect("/upper") as websocket:
        websocket.send_text("hello")
        print("WebSocket:", websocket.receive_text())
