"""The client goes away: a route that returns its answer isn't cancelled"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket

import httpx
import uvicorn
from fastapi import FastAPI, Request

app = FastAPI()
begun, client_gone, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()


@app.get("/report")
async def report(request: Request) -> str:
    begun.set()
    await client_gone.wait()
    while not await request.is_disconnected():
        await asyncio.sleep(0.01)
    print("route: the client is gone, and I still run")
    ended.set()
    return "nobody reads this"


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        request = asyncio.create_task(client.get("/report"))
        await begun.wait()
        request.cancel()
        await asyncio.wait([request])
        print("client: cancelled its request:", request.cancelled())
    client_gone.set()
    await ended.wait()
    server.should_exit = True
    await serving


asyncio.run(main())
