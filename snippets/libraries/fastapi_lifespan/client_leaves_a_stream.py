"""The client goes away: a stream is cancelled"""
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
ended = asyncio.Event()


async def ticks() -> AsyncIterator[str]:
    number = 0
    try:
        while True:
            number += 1
            yield f"tick {number}\n"
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        print("server: the stream is cancelled")
        raise
    finally:
        ended.set()


@app.get("/ticks")
async def stream() -> StreamingResponse:
    return StreamingResponse(ticks(), media_type="text/plain")


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/ticks"
    async with httpx.AsyncClient() as client, client.stream("GET", url) as response:
        async for line in response.aiter_lines():
            print("client: reads", line)
            if line == "tick 2":
                break
    await ended.wait()
    server.should_exit = True
    await serving


asyncio.run(main())
