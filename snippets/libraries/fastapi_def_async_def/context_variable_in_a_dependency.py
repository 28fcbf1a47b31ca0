"""A context variable set in a def dependency doesn't reach the route"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
from contextvars import ContextVar

import httpx
from fastapi import Depends, FastAPI

tenant: ContextVar[str] = ContextVar("tenant", default="not set")
app = FastAPI()


def set_in_def() -> None:
    tenant.set("blue")  # in a worker thread, in a copy of the context


async def set_in_async_def() -> None:
    tenant.set("blue")  # in the task of the request


@app.get("/def", dependencies=[Depends(set_in_def)])
async def after_def() -> str:
    return tenant.get()


@app.get("/async-def", dependencies=[Depends(set_in_async_def)])
async def after_async_def() -> str:
    return tenant.get()


async def main() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        for path in ("/def", "/async-def"):
            response = await asyncio.create_task(client.get(path))  # as on a server, each request has its own task
            print(f"{path}: tenant is", response.json())


asyncio.run(main())
