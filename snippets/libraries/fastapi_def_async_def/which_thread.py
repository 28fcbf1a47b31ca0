"""FastAPI: which thread runs def, and which runs async def"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
import threading

import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/async-def")
async def on_the_loop() -> str:
    return threading.current_thread().name


@app.get("/def")
def in_a_thread() -> str:
    return threading.current_thread().name


async def main() -> None:
    print("event loop:", threading.current_thread().name)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        for path in ("/async-def", "/def"):
            print(f"{path}:", (await client.get(path)).json())


asyncio.run(main())
