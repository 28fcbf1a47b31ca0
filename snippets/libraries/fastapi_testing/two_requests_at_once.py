"""A test that sends two requests at once finds the race between them"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio

import httpx
from fastapi import FastAPI, HTTPException

app = FastAPI()
seats = {"left": 1}
lock = asyncio.Lock()


async def book() -> None:
    if seats["left"] == 0:
        raise HTTPException(409, "sold out")
    await asyncio.sleep(0)  # simulates a payment: another request may run here
    seats["left"] -= 1


@app.post("/racy")
async def racy() -> None:
    await book()


@app.post("/locked")
async def locked() -> None:
    async with lock:
        await book()


async def main() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        for path in ("/racy", "/locked"):
            seats["left"] = 1
            responses = await asyncio.gather(client.post(path), client.post(path))
            print(f"{path}:", [response.status_code for response in responses], "seats left:", seats["left"])


asyncio.run(main())
