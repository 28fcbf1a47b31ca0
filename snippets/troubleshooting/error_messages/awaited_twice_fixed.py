"""A task for its result twice, the function for the work twice"""

import asyncio


async def fetch() -> str:
    await asyncio.sleep(0.1)
    return "42 rows"


async def main() -> None:
    task = asyncio.create_task(fetch())
    print(await task, "and again", await task)  # one fetch
    print(await fetch(), "and anew", await fetch())  # two more


asyncio.run(main())
