"""def routes share 40 threads: the 41st request waits"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
import threading

import httpx
from fastapi import FastAPI

app = FastAPI()
finish = threading.Event()
entered: list[int] = []


@app.get("/slow/{number}")
def slow(number: int) -> None:
    entered.append(number)
    finish.wait()


@app.get("/def-health")
def def_health() -> str:
    return "ok"


@app.get("/async-health")
async def async_health() -> str:
    return "ok"


async def main() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        requests = [asyncio.create_task(client.get(f"/slow/{number}")) for number in range(50)]
        while len(entered) < 40:
            await asyncio.sleep(0.01)
        health = asyncio.create_task(client.get("/def-health"))
        print("async def /async-health:", (await client.get("/async-health")).json())
        await asyncio.sleep(0.2)
        print("of 50 requests to /slow, inside:", len(entered))
        print("def /def-health has answered:", health.done())
        finish.set()
        await asyncio.gather(*requests)
        print("def /def-health, in the end:", (await health).json())


asyncio.run(main())
