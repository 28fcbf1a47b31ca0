"""A background task that fails: the client has its 200, and the tasks after it don't run"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket

import httpx
import uvicorn
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


async def task(name: str) -> None:
    print(f"task {name} begins")
    if name == "mail":
        raise ConnectionError("mail server: no answer")


@app.post("/orders")
async def order(background: BackgroundTasks) -> str:
    for name in ("statistics", "mail", "invoice"):
        background.add_task(task, name)
    return "accepted"


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    # At its usual level, uvicorn logs the traceback: "Exception in ASGI application".
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    serving = asyncio.create_task(server.serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        response = await client.post("/orders")
    server.should_exit = True
    await serving
    print("client:", response.status_code, response.json())


asyncio.run(main())
