"""httpx against a server of its own: uvicorn in a thread"""

# /// script
# dependencies = ["httpx", "starlette", "uvicorn"]
# ///
import asyncio

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse, RedirectResponse
from starlette.routing import Route


async def root(r):
    return JSONResponse({"q": dict(r.query_params), "m": r.method, "h": r.headers.get("x-a")})


async def echo(r):
    return PlainTextResponse(await r.body())


async def slow(r):
    await asyncio.sleep(5)
    return PlainTextResponse("late")


async def stream(r):
    async def gen():
        for i in range(3):
            yield f"line {i}\n"
            await asyncio.sleep(0.01)

    return StreamingResponse(gen(), media_type="text/plain")


async def redirect(r):
    return RedirectResponse("/")


async def cookie(r):
    x = PlainTextResponse(r.cookies.get("a", "none"))
    x.set_cookie("a", "1")
    return x


async def error(r):
    return PlainTextResponse("no", status_code=404)


app = Starlette(
    routes=[
        Route("/", root, methods=["GET", "POST"]),
        Route("/echo", echo, methods=["POST"]),
        Route("/slow", slow),
        Route("/stream", stream),
        Route("/redirect", redirect),
        Route("/cookie", cookie),
        Route("/error", error),
    ]
)


async def main():
    server = uvicorn.Server(uvicorn.Config(app, port=8765, log_level="critical"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url="http://127.0.0.1:8765") as c:
        r = await c.get("/", params={"a": 1}, headers={"x-a": "b"})
        print(r.status_code, r.json(), r.http_version)
        print(
            (await c.post("/echo", content=b"raw")).text,
            (await c.post("/echo", json={"a": 1})).text,
            (await c.post("/echo", data={"a": "1"})).text,
        )
        async with c.stream("GET", "/stream") as r:
            print([l async for l in r.aiter_lines()])
        try:
            await c.get("/slow", timeout=0.1)
        except httpx.ReadTimeout as e:
            print(type(e).__name__, e.request.url.path)
        print((await c.get("/redirect")).status_code, (await c.get("/redirect", follow_redirects=True)).history)
        print((await c.get("/cookie")).text, (await c.get("/cookie")).text)
        try:
            (await c.get("/error")).raise_for_status()
        except httpx.HTTPStatusError as e:
            print(e.response.status_code)
        print([r.status_code for r in await asyncio.gather(*(c.get("/") for _ in range(5)))])

        async def body():
            yield b"a"
            yield b"b"

        print((await c.post("/echo", content=body())).text)
        print((await c.post("/echo", files={"f": ("x.txt", b"data")})).text.count("data"))

    def sync():
        with httpx.Client(base_url="http://127.0.0.1:8765") as c:
            return c.get("/").status_code, c.post("/echo", content="x").text

    print(await asyncio.to_thread(sync))
    lim = httpx.Limits(max_connections=1)
    async with httpx.AsyncClient(
        base_url="http://127.0.0.1:8765", limits=lim, timeout=httpx.Timeout(5, pool=0.05)
    ) as c:

        async def hold():
            async with c.stream("GET", "/slow") as r:
                pass

        t = asyncio.create_task(hold())
        await asyncio.sleep(0.02)
        try:
            await c.get("/")
        except httpx.PoolTimeout as e:
            print("PoolTimeout")
        t.cancel()
    server.should_exit = True
    server.force_exit = True
    await task


asyncio.run(main())
