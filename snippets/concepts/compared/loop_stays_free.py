"""A computation in the loop, and in a process beside it"""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor


def render() -> str:
    time.sleep(0.3)  # represents a computation
    return "report"


async def answer_pings() -> None:
    for number in range(3):
        print("  ping", number)
        await asyncio.sleep(0.01)


async def main() -> None:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1) as pool:
        await loop.run_in_executor(pool, int)  # start the worker
        print("in the loop")
        pings = asyncio.create_task(answer_pings())
        print(" ", render())
        await pings
        print("in a process")
        pings = asyncio.create_task(answer_pings())
        print(" ", await loop.run_in_executor(pool, render))
        await pings


if __name__ == "__main__":
    asyncio.run(main())
