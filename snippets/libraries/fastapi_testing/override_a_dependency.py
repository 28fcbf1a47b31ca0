"""Replace a dependency in a test: app.dependency_overrides"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI

app = FastAPI()


async def database() -> AsyncIterator[dict[str, int]]:
    raise ConnectionError("the real database isn't here")
    yield {}


@app.get("/stock/{item}")
async def stock(item: str, rows: Annotated[dict[str, int], Depends(database)]) -> int:
    return rows.get(item, 0)


async def fake_database() -> AsyncIterator[dict[str, int]]:
    print("fake: opened")
    yield {"tea": 7}
    print("fake: closed")


async def main() -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        app.dependency_overrides[database] = fake_database
        try:
            print("stock of tea:", (await client.get("/stock/tea")).json())
        finally:
            app.dependency_overrides.clear()
        try:
            await client.get("/stock/tea")
        except ConnectionError as error:
            print("without the override:", error)


asyncio.run(main())
