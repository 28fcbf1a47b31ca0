"""StreamingResponse: the client reads the first line before the last one exists"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
wanted: asyncio.Queue[int] = asyncio.Queue()


async def rows() -> AsyncIterator[str]:
    for _ in range(3):
        number = await wanted.get()
        print("server: makes row", number)
        yield f"row {number}\n"


@app.get("/rows")
async def stream() -> StreamingResponse:
    return StreamingResponse(rows(), media_type="text/plain")


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/rows"
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        wanted.put_nowait(1)
        async for line in response.aiter_lines():
            print("client: reads", line)
            wanted.put_nowait(int(line.split()[1]) + 1)
    server.should_exit = True
    await serving


asyncio.run(main())
