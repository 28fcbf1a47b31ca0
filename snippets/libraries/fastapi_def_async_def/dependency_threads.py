"""Dependencies follow the same rule: def runs in the thread pool, async def on the loop"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI


def where() -> str:
    return "on the loop" if threading.current_thread() is threading.main_thread() else "in a worker thread"


def settings() -> str:
    print("def dependency:", where())
    return "settings"


async def user() -> str:
    print("async def dependency:", where())
    return "Ada"


def blocking_connection() -> Iterator[str]:
    print("def with yield, before:", where())
    yield "connection"
    print("def with yield, after:", where())


async def async_connection() -> AsyncIterator[str]:
    print("async def with yield, before:", where())
    yield "connection"
    print("async def with yield, after:", where())


app = FastAPI(dependencies=[Depends(settings), Depends(blocking_connection), Depends(async_connection)])


@app.get("/")
async def index(name: Annotated[str, Depends(user)]) -> str:
    print("async def route:", where())
    return f"hello {name}"


async def main() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        print("answer:", (await client.get("/")).json())


asyncio.run(main())
