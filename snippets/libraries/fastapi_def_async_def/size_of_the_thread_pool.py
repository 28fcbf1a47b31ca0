"""Change the size of FastAPI's thread pool in the lifespan"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
import httpx
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    limiter = anyio.to_thread.current_default_thread_limiter()
    print("before:", limiter.total_tokens)
    limiter.total_tokens = 100
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def threads() -> dict[str, int]:
    limiter = anyio.to_thread.current_default_thread_limiter()
    return {"threads": int(limiter.total_tokens), "busy": int(limiter.borrowed_tokens)}


async def main() -> None:
    transport = httpx.ASGITransport(app)  # it doesn't run the lifespan, so the next line does
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport) as client:
        print((await client.get("http://app/")).json())


asyncio.run(main())
