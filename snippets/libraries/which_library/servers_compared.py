"""GET /items/{number}: aiohttp, Starlette, FastAPI"""
# /// script
# dependencies = ["aiohttp", "starlette", "fastapi", "httpx"]
# ///

import asyncio
import logging

import httpx
from aiohttp import ClientSession, test_utils, web
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def aiohttp_item(request: web.Request) -> web.Response:
    return web.json_response({"number": int(request.match_info["number"])})


async def starlette_item(request: Request) -> JSONResponse:
    return JSONResponse({"number": request.path_params["number"]})


logging.disable()  # aiohttp logs the traceback of a handler that fails
fastapi_app = FastAPI()


@fastapi_app.get("/items/{number}")
async def fastapi_item(number: int) -> dict[str, int]:
    return {"number": number}


async def main() -> None:
    starlette_app = Starlette(routes=[Route("/items/{number:int}", starlette_item)])
    aiohttp_app = web.Application()
    aiohttp_app.router.add_get("/items/{number}", aiohttp_item)

    async with test_utils.TestServer(aiohttp_app) as server, ClientSession() as session:
        for path in ("/items/7", "/items/seven"):
            async with session.get(server.make_url(path)) as response:
                print("aiohttp", path, response.status)
    for name, app in {"Starlette": starlette_app, "FastAPI": fastapi_app}.items():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            for path in ("/items/7", "/items/seven"):
                print(name, path, (await client.get(path)).status_code)


asyncio.run(main())
