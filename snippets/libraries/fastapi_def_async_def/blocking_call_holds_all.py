"""A blocking call in async def holds up all requests; in def it doesn't"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from fastapi import FastAPI

app = FastAPI()
running = most = 0


@contextmanager
def counted() -> Iterator[None]:
    global running, most
    running += 1
    most = max(most, running)
    yield
    running -= 1


@app.get("/async-def-blocking")
async def async_def_blocking() -> None:
    with counted():
        time.sleep(0.3)  # the mistake: a blocking call on the event loop


@app.get("/async-def-awaiting")
async def async_def_awaiting() -> None:
    with counted():
        await asyncio.sleep(0.3)


@app.get("/def-blocking")
def def_blocking() -> None:
    with counted():
        time.sleep(0.3)


async def main() -> None:
    global most
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        for path in ("/async-def-blocking", "/async-def-awaiting", "/def-blocking"):
            most = 0
            await asyncio.gather(*(client.get(path) for _ in range(4)))
            print(f"{path}: {most} of 4 requests at a time")


asyncio.run(main())
