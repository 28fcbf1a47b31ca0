"""def routes run in parallel threads: shared data needs a threading.Lock"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
import threading
import time

import httpx
from fastapi import FastAPI

app = FastAPI()
sold = {"no-lock": 0, "lock": 0}
both_have_read = threading.Barrier(2)
lock = threading.Lock()


@app.post("/no-lock")
def sell_without_lock() -> None:
    count = sold["no-lock"]
    both_have_read.wait()  # simulates a slow query between reading and writing
    sold["no-lock"] = count + 1


@app.post("/lock")
def sell_with_lock() -> None:
    with lock:
        count = sold["lock"]
        time.sleep(0.05)
        sold["lock"] = count + 1


async def main() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        for path in ("no-lock", "lock"):
            await asyncio.gather(client.post(path), client.post(path))
            print(f"{path}: two requests, sold {sold[path]}")


asyncio.run(main())
