"""A coroutine can be awaited, a coroutine function can't"""

import asyncio
import inspect


async def fetch() -> str:
    return "42 rows"


async def main() -> None:
    coroutine = fetch()
    print("fetch() is awaitable:", inspect.isawaitable(coroutine))
    print("fetch is awaitable:  ", inspect.isawaitable(fetch))
    print("await fetch():", await coroutine)
    try:
        await fetch  # type: ignore[misc]  # the mistake: no parentheses
    except TypeError:
        print("await fetch: TypeError")


asyncio.run(main())
