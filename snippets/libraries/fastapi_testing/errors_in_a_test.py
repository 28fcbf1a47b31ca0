"""An exception in a route: raised in the test, or a 500 as the client sees it"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio

import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/average")
async def average() -> float:
    numbers: list[int] = []
    return sum(numbers) / len(numbers)


async def main() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        try:
            await client.get("/average")
        except ZeroDivisionError as error:
            print("raised in the test:", error)

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/average")
        print("as a client sees it:", response.status_code, response.text)


asyncio.run(main())
