"""What libraries cost beside each other, in microseconds of CPU time on this machine.

Each part measures its candidates in turn, several times. Run it with a Python that has them:
`python tests/benchmarks/libraries.py`. The figures are on the page "Which library".
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial

import aiohttp
import anyio
import fastapi
import httpx
import starlette.applications
import starlette.requests
import starlette.responses
import starlette.routing
import trio
import uvicorn
from aiohttp import web

REPEATS = 7
Measured = dict[str, list[float]]


async def per_call(calls: int, function: Callable[[], Awaitable[object]]) -> float:
    """Microseconds of CPU time for one of so many calls."""
    await function()
    start = time.process_time()
    for _ in range(calls):
        await function()
    return (time.process_time() - start) / calls * 1e6


async def ten_asyncio_tasks() -> None:
    """A group of ten tasks that suspend once."""
    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(asyncio.sleep(0))


async def ten_anyio_tasks() -> None:
    """The same with AnyIO."""
    async with anyio.create_task_group() as group:
        for _ in range(10):
            group.start_soon(anyio.lowlevel.checkpoint)


async def ten_trio_tasks() -> None:
    """The same with Trio."""
    async with trio.open_nursery() as nursery:
        for _ in range(10):
            nursery.start_soon(trio.lowlevel.checkpoint)


def task_groups() -> Measured:
    """A group of ten tasks."""
    found: Measured = {"asyncio": [], "AnyIO on asyncio": [], "AnyIO on Trio": [], "Trio": []}
    for _ in range(REPEATS):
        found["asyncio"].append(asyncio.run(per_call(300, ten_asyncio_tasks)))
        found["AnyIO on asyncio"].append(anyio.run(per_call, 300, ten_anyio_tasks))
        found["AnyIO on Trio"].append(anyio.run(per_call, 300, ten_anyio_tasks, backend="trio"))
        found["Trio"].append(trio.run(per_call, 300, ten_trio_tasks))
    return found


def aiohttp_app() -> web.Application:
    """An application with one route."""

    async def item(request: web.Request) -> web.Response:
        return web.json_response({"number": int(request.match_info["number"])})

    app = web.Application()
    app.router.add_get("/items/{number}", item)
    return app


def starlette_app() -> starlette.applications.Starlette:
    """The same for Starlette."""

    async def item(request: starlette.requests.Request) -> starlette.responses.JSONResponse:
        return starlette.responses.JSONResponse({"number": request.path_params["number"]})

    return starlette.applications.Starlette(routes=[starlette.routing.Route("/items/{number:int}", item)])


def fastapi_app() -> fastapi.FastAPI:
    """The same for FastAPI."""
    app = fastapi.FastAPI()

    @app.get("/items/{number}")
    async def item(number: int) -> dict[str, int]:
        return {"number": number}

    return app


async def with_aiohttp_client(base: str, path: str) -> float:
    """A GET by aiohttp's client."""
    async with aiohttp.ClientSession() as session:

        async def get() -> None:
            async with session.get(base + path) as response:
                await response.read()

        return await per_call(200, get)


async def with_httpx_client(base: str, path: str) -> float:
    """A GET by httpx."""
    async with httpx.AsyncClient() as client:
        return await per_call(200, partial(client.get, base + path))


async def on_aiohttp(client: Callable[[str, str], Awaitable[float]]) -> float:
    """A client's requests to aiohttp's server in the same process."""
    runner = web.AppRunner(aiohttp_app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        return await client("http://{}:{}".format(*runner.addresses[0]), "/items/7")
    finally:
        await runner.cleanup()


async def on_uvicorn(app: object) -> float:
    """Requests of aiohttp's client to an application on uvicorn in the same process."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", http="h11", loop="none"))  # type: ignore[arg-type]
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        return await with_aiohttp_client(f"http://127.0.0.1:{port}", "/items/7")
    finally:
        server.should_exit = True
        await serving


def clients() -> Measured:
    """Both clients ask the same server; each figure holds the server's part."""
    found: Measured = {"aiohttp": [], "httpx": []}
    for _ in range(REPEATS):
        found["aiohttp"].append(asyncio.run(on_aiohttp(with_aiohttp_client)))
        found["httpx"].append(asyncio.run(on_aiohttp(with_httpx_client)))
    return found


def servers() -> Measured:
    """The same client asks each server; each figure holds the client's part."""
    found: Measured = {"aiohttp": [], "Starlette on uvicorn": [], "FastAPI on uvicorn": []}
    for _ in range(REPEATS):
        found["aiohttp"].append(asyncio.run(on_aiohttp(with_aiohttp_client)))
        found["Starlette on uvicorn"].append(asyncio.run(on_uvicorn(starlette_app())))
        found["FastAPI on uvicorn"].append(asyncio.run(on_uvicorn(fastapi_app())))
    return found


def main() -> None:
    """Print for each candidate the median, the least and the largest of the repetitions."""
    for part in (task_groups, clients, servers):
        print(part.__doc__)
        for name, values in part().items():
            print(f"  {name}: {statistics.median(values):.0f} µs ({min(values):.0f} to {max(values):.0f})")


if __name__ == "__main__":
    main()
