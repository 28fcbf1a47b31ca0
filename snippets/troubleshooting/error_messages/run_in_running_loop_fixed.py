"""await in each function, up to main()"""

import asyncio


async def fetch() -> str:
    await asyncio.sleep(0.1)
    return "42 rows"


async def load() -> None:
    print(await fetch())


async def main() -> None:
    await load()


asyncio.run(main())
