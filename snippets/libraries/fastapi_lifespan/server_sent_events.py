"""Server-sent events with FastAPI's EventSourceResponse"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/prices", response_class=EventSourceResponse)
async def prices() -> AsyncIterator[ServerSentEvent]:
    for number in range(3):
        yield ServerSentEvent(data={"price": 10 + number}, event="price", id=str(number))
        await asyncio.sleep(0.1)


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/prices"
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        print(response.headers["content-type"])
        async for line in response.aiter_lines():
            if line:
                print(line)
    server.should_exit = True
    await serving


asyncio.run(main())
