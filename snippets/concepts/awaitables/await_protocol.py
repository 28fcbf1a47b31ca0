"""Anything with __await__ can be awaited"""

import asyncio
from collections.abc import Generator
from typing import Any


class Delay:
    """Not a coroutine, not a task: an object that knows how to be awaited."""

    def __init__(self, seconds: float, result: str) -> None:
        self.seconds = seconds
        self.result = result

    def __await__(self) -> Generator[Any, None, str]:
        yield from asyncio.sleep(self.seconds).__await__()
        return self.result


async def main() -> None:
    delay = Delay(0.05, "tea")
    print("once:", await delay)
    print("and again:", await delay)  # a coroutine can't do that
    try:
        await "tea"  # type: ignore[misc]
    except TypeError:
        print("TypeError: a string has no __await__")


asyncio.run(main())
