"""Ten requests in progress at once"""
# /// script
# dependencies = ["aiohttp"]
# ///

import asyncio

import aiohttp
from aiohttp import web

in_progress = peak = 0


async def get(session: aiohttp.ClientSession, number: int) -> str:
    async with session.get(f"/{number}") as response:
        response.raise_for_status()
        return await response.text()


async def answer(request: web.Request) -> web.Response:
    global in_progress, peak
    in_progress += 1
    peak = max(peak, in_progress)
    await asyncio.sleep(0.4)  # a slow database
    in_progress -= 1
    return web.Response(text=f"answer {request.match_info['number']}")


async def main() -> None:
    app = web.Application()
    app.add_routes([web.get("/{number}", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]

    async with aiohttp.ClientSession(f"http://{host}:{port}") as session:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(get(session, number)) for number in range(10)]
    print([task.result() for task in tasks][:3], "and so on")
    print("requests in progress at once:", peak)
    await runner.cleanup()


asyncio.run(main())
