"""asyncio.wait returns two sets: done and pending"""

import asyncio


async def fetch(name: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return name


async def main() -> None:
    tasks = {asyncio.create_task(fetch("near", 0.1)), asyncio.create_task(fetch("far", 0.3))}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print("done:", [task.result() for task in done], "pending:", len(pending))
    done, pending = await asyncio.wait(pending)
    print("done:", [task.result() for task in done], "pending:", len(pending))


asyncio.run(main())
