"""functools.cache keeps the coroutine, which can be awaited once"""

import asyncio
from functools import cache


@cache
async def query(key: str) -> str:
    print("asking the database")
    return f"rows of {key}"


async def main() -> None:
    print(await query("prices"))
    print("the same coroutine again:", query("prices") is query("prices"))
    try:
        print(await query("prices"))
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
