"""A health check in async def waits for a blocking call in another route"""
# /// script
# dependencies = ["fastapi", "httpx"]
# ///

import asyncio
import time

import httpx
from fastapi import FastAPI

app = FastAPI()
events: list[str] = []


@app.get("/report/{kind}")
async def report(kind: str) -> None:
    events.append(f"{kind}: begins")
    if kind == "blocking":
        time.sleep(0.4)
    else:
        await asyncio.to_thread(time.sleep, 0.4)
    events.append(f"{kind}: ends")


@app.get("/health")
async def health() -> None:
    events.append("health: ok")


async def main() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        for kind in ("blocking", "to_thread"):
            await asyncio.gather(client.get(f"/report/{kind}"), client.get("/health"))
            print(*events, sep="\n", end="\n\n")
            events.clear()


asyncio.run(main())
