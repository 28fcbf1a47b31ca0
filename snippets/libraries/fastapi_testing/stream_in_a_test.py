"""httpx.ASGITransport collects the whole response, a server on port 0 streams it"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
may_go_on = asyncio.Event()


async def lines() -> AsyncIterator[str]:
    for number in (1, 2):
        print("  app: yields", number)
        yield f"{number}\n"
        await may_go_on.wait()


@app.get("/lines")
async def stream() -> StreamingResponse:
    return StreamingResponse(lines())


@asynccontextmanager
async def serve(app: FastAPI) -> AsyncIterator[str]:
    """Serve an application on a free port as long as the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


async def read(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/lines") as response:
        async for line in response.aiter_lines():
            print("  test: reads", line)
            may_go_on.set()


async def main() -> None:
    print("a server on port 0:")
    async with serve(app) as url, httpx.AsyncClient(base_url=url) as client:
        await read(client)
    print("ASGITransport:")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        await read(client)


asyncio.run(main())
