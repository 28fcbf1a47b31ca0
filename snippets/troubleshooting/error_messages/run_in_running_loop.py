"""A second loop inside the first"""

import asyncio


async def fetch() -> str:
    await asyncio.sleep(0.1)
    return "42 rows"


def load() -> None:
    work = fetch()
    try:
        asyncio.run(work)  # the mistake: main() runs in a loop already
    except RuntimeError as error:
        print("RuntimeError:", error)
    try:
        asyncio.get_event_loop().run_until_complete(work)  # the same mistake
    except RuntimeError as error:
        print("RuntimeError:", error)
    work.close()


async def main() -> None:
    load()


asyncio.run(main())
