"""Objects are awaitable, functions are not"""

import asyncio
import inspect
from collections.abc import Generator
from typing import Any


async def fetch() -> str:
    return "from a coroutine"


class Reply:
    def __await__(self) -> Generator[Any, Any, str]:
        yield  # gives the event loop one turn
        return "from an object with __await__"


async def main() -> None:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[str] = loop.create_future()
    loop.call_soon(future.set_result, "from a future")
    things: list[Any] = [fetch(), asyncio.create_task(fetch()), future, Reply(), fetch]
    for thing in things:
        kind = type(thing).__name__.lstrip("_")
        print(f"{kind}: awaitable {inspect.isawaitable(thing)}", end=", ")
        try:
            print(await thing)
        except TypeError:
            print("TypeError")


asyncio.run(main())
