"""BackgroundTasks run after the response, one after another"""
# /// script
# dependencies = ["fastapi", "httpx", "uvicorn"]
# ///

import asyncio
import socket

import httpx
import uvicorn
from fastapi import BackgroundTasks, FastAPI

app = FastAPI()
client_has_answer = asyncio.Event()


async def send_mail(address: str) -> None:
    await client_has_answer.wait()
    print("background: mail to", address)


def write_log(text: str) -> None:  # def: in a worker thread
    print("background: log", text)


@app.post("/orders")
async def order(background: BackgroundTasks) -> str:
    background.add_task(send_mail, "ada@example.org")
    background.add_task(write_log, "order 1")
    print("route: returns")
    return "accepted"


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
        print("client:", (await client.post("/orders")).json())
        client_has_answer.set()
    server.should_exit = True
    await serving  # waits for background tasks, too


asyncio.run(main())
