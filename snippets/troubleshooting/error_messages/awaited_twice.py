"""A coroutine object is used a second time"""

import asyncio


async def fetch() -> str:
    await asyncio.sleep(0.1)
    return "42 rows"


async def main() -> None:
    work = fetch()
    print(await work)
    try:
        print(await work)  # the mistake: it has run to its end
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
