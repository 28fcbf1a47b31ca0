"""asyncio.Event: three tasks wait for one start"""

import asyncio


async def runner(name: str, start: asyncio.Event) -> None:
    await start.wait()
    print(f"{name} runs")


async def main() -> None:
    start = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for name in ("ann", "ben", "cy"):
            group.create_task(runner(name, start))
        await asyncio.sleep(0)  # let them wait
        print("ready, set, go")
        start.set()
    await runner("dan, who is late,", start)  # it is still set: wait() returns at once


asyncio.run(main())
