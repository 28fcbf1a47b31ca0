"""A lifespan that fails: the server doesn't start, and AsyncExitStack closes what was open"""
# /// script
# dependencies = ["fastapi", "uvicorn"]
# ///

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import uvicorn
from fastapi import FastAPI


@asynccontextmanager
async def resource(name: str, works: bool = True) -> AsyncIterator[str]:
    if not works:
        raise ConnectionError(f"{name}: no answer")
    print(f"{name}: open")
    try:
        yield name
    finally:
        print(f"{name}: closed")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        app.state.database = await stack.enter_async_context(resource("database"))
        app.state.broker = await stack.enter_async_context(resource("broker", works=False))
        yield


app = FastAPI(lifespan=lifespan)
with socket.create_server(("127.0.0.1", 0)) as listener:
    try:
        uvicorn.Server(uvicorn.Config(app, log_level="critical")).run([listener])
    except SystemExit as error:
        print("uvicorn exits with code", error.code)
