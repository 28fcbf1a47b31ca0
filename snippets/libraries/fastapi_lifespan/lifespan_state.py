"""FastAPI lifespan: open resources before the first request, close them after the last"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

import httpx
import uvicorn
from fastapi import FastAPI, Request


class State(TypedDict):
    pool: list[str]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[State]:
    print("lifespan: open the pool")
    pool = ["connection 1"]
    try:
        yield {"pool": pool}
    finally:
        print("lifespan: close the pool")


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def index(request: Request) -> list[str]:
    pool: list[str] = request.state.pool
    return pool


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        print("answer:", (await client.get("/")).json())
    server.should_exit = True
    await serving


asyncio.run(main())
