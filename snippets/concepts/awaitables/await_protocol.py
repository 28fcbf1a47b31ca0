"""Anything with __await__ can be awaited"""

import asyncio
from collections.abc import Generator
from typing import Any


class Delay:
    """Neither a coroutine nor a task: an object with `__await__`."""

    def __init__(self, seconds: float, result: str) -> None:
        self.seconds = seconds
        self.result = result

    def __await__(self) -> Generator[Any, None, str]:
        yield from asyncio.sleep(self.seconds).__await__()
        return self.result


async def main() -> None:
    delay = Delay(0.05, "tea")
    print("once:", await delay)
    print("and again:", await delay)  # a coroutine would raise RuntimeError
    try:
        await "tea"  # type: ignore[misc]
    except TypeError:
        print("TypeError: a string has no __await__")


asyncio.run(main())
