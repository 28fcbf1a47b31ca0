# /// script
# requires-python = ">=3.13"
# ///
"""Each result as soon as it is there"""

import asyncio


async def fetch(seconds: float) -> str:
    await asyncio.sleep(seconds)
    return f"answered after {seconds} s"


async def main() -> None:
    waits = {"slow": 0.5, "fast": 0.1, "medium": 0.3}
    names: dict[asyncio.Future[str], str] = {
        asyncio.create_task(fetch(seconds)): name for name, seconds in waits.items()
    }
    async for task in asyncio.as_completed(names):  # gives your own tasks back
        print(f"{names[task]}: {await task}")


asyncio.run(main())
