"""A bounded queue and a worker in the lifespan, which finishes its jobs at shutdown"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from fastapi import FastAPI, HTTPException

jobs: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
mail_server_answers = asyncio.Event()


async def worker() -> None:
    while True:
        name = await jobs.get()
        try:
            await mail_server_answers.wait()
            print("worker: mail to", name)
        except Exception as error:  # one failed job doesn't end the worker
            print("worker: failed,", error)
        finally:
            jobs.task_done()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    working = asyncio.create_task(worker())
    yield
    print("shutdown: finish the jobs")
    mail_server_answers.set()
    async with asyncio.timeout(5):
        await jobs.join()
    working.cancel()


app = FastAPI(lifespan=lifespan)


@app.post("/mails/{name}", status_code=202)
async def mail(name: str) -> None:
    try:
        jobs.put_nowait(name)
    except asyncio.QueueFull:
        raise HTTPException(503, "too busy", {"Retry-After": "10"}) from None


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        for name in ("ada", "bob", "cleo"):
            print(f"mail to {name}:", (await client.post(f"/mails/{name}")).status_code)
    server.should_exit = True
    await serving


asyncio.run(main())
