"""Cancel a FastAPI route when its client goes away"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket
from collections.abc import Coroutine
from typing import Any, TypeVar

import httpx
import uvicorn
from fastapi import FastAPI, HTTPException, Request

T = TypeVar("T")
app = FastAPI()
begun, ended = asyncio.Event(), asyncio.Event()


async def unless_disconnected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await `work`, and cancel it when the client goes away. The request's body has to be read already."""

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, watching = asyncio.create_task(work), asyncio.create_task(watch())
    try:
        await asyncio.wait([working, watching], return_when=asyncio.FIRST_COMPLETED)
    finally:
        working.cancel()
        watching.cancel()
        await asyncio.wait([working, watching])
    if working.cancelled():
        raise HTTPException(499, "client closed request")
    return working.result()


async def slow_report() -> str:
    begun.set()
    try:
        await asyncio.sleep(60)
        return "report"
    finally:
        print("server: the report is cancelled")
        ended.set()


@app.get("/report")
async def report(request: Request) -> str:
    return await unless_disconnected(request, slow_report())


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        request = asyncio.create_task(client.get("/report"))
        await begun.wait()
        request.cancel()
        await ended.wait()
    server.should_exit = True
    await serving


asyncio.run(main())
