import asyncio

from aiohttp import ClientSession, web


async def hello(request: web.Request) -> web.Response:
    await asyncio.sleep(0.05)
    return web.json_response({"hello": request.match_info["name"]})


async def main() -> None:
    app = web.Application()
    app.router.add_get("/{name}", hello)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 8080).start()
    async with ClientSession("http://localhost:8080") as session:

        async def get(number: int) -> str:
            async with session.get(f"/n{number}") as response:
                return str((await response.json())["hello"])

        names = await asyncio.gather(*map(get, range(200)))
    assert names == [f"n{number}" for number in range(200)]
    await runner.cleanup()


asyncio.run(main())
print("ok")
