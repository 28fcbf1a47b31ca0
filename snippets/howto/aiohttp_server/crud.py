"""A small JSON service: create, read, list, delete, and bad input"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
from itertools import count

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

routes = web.RouteTableDef()
notes = web.AppKey("notes", dict[int, str])
numbers = count(1)


async def text_of(request: web.Request) -> str:
    try:
        text = (await request.json())["text"]
    except (ValueError, KeyError, TypeError):  # JSONDecodeError and UnicodeDecodeError are ValueErrors
        raise web.HTTPBadRequest(text='send JSON: {"text": "…"}') from None
    if not isinstance(text, str) or not 0 < len(text) <= 100:
        raise web.HTTPUnprocessableEntity(text="text: 1 to 100 characters")
    return text


@routes.post("/notes")
async def create(request: web.Request) -> web.Response:
    number = next(numbers)
    request.app[notes][number] = await text_of(request)
    return web.json_response({"id": number}, status=201, headers={"Location": f"/notes/{number}"})


@routes.get(r"/notes/{id:\d+}")
async def read(request: web.Request) -> web.Response:
    try:
        return web.json_response({"text": request.app[notes][int(request.match_info["id"])]})
    except KeyError:
        raise web.HTTPNotFound(text="no such note") from None


@routes.delete(r"/notes/{id:\d+}")
async def delete(request: web.Request) -> web.Response:
    request.app[notes].pop(int(request.match_info["id"]), None)
    return web.Response(status=204)


def make_app() -> web.Application:
    app = web.Application(client_max_size=10_000)
    app[notes] = {}
    app.add_routes(routes)
    return app


async def main() -> None:
    steps: list[tuple[str, str, object]] = [
        ("POST", "/notes", {"text": "buy tea"}),
        ("GET", "/notes/1", None),
        ("POST", "/notes", {"txet": "?"}),
        ("POST", "/notes", {"text": ""}),
        ("DELETE", "/notes/1", None),
        ("GET", "/notes/1", None),
        ("PUT", "/notes/1", None),
    ]
    async with TestServer(make_app()) as server, aiohttp.ClientSession(str(server.make_url("/"))) as session:
        for method, path, data in steps:
            async with session.request(method, path, json=data) as response:
                print(method, path, "→", response.status, await response.text())


asyncio.run(main())
