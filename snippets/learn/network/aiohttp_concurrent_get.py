"""Ten slow answers in the time of one"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio
import time

import aiohttp
from aiohttp import web


async def get(session: aiohttp.ClientSession, number: int) -> str:
    async with session.get(f"/{number}") as response:
        response.raise_for_status()
        return await response.text()


async def answer(request: web.Request) -> web.Response:
    await asyncio.sleep(0.4)  # a slow database
    return web.Response(text=f"answer {request.match_info['number']}")


async def main() -> None:
    app = web.Application()
    app.add_routes([web.get("/{number}", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]

    async with aiohttp.ClientSession(f"http://{host}:{port}") as session:
        start = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(get(session, number)) for number in range(10)]
        seconds = time.perf_counter() - start
    print([task.result() for task in tasks][:3], "and so on")
    print("in the time of two, at most:", seconds < 0.8)
    await runner.cleanup()


asyncio.run(main())
