"""A bounded map: results in order, at most three tasks, no item taken early"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import aclosing
from typing import Any


async def bounded_map(
    function: Callable[[int], Coroutine[Any, Any, int]],
    items: Iterator[int],
    limit: int,
) -> AsyncGenerator[int, None]:
    running: deque[asyncio.Task[int]] = deque()
    try:
        while True:
            while len(running) < limit and (item := next(items, None)) is not None:
                running.append(asyncio.create_task(function(item)))
            if not running:
                return
            yield await running[0]
            running.popleft()
    finally:  # also when the caller stops early
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def main() -> None:
    pulled: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(1, 1_000_000):
            pulled.append(number)
            yield number

    async def square(number: int) -> int:
        await asyncio.sleep(0.05)
        return number * number

    async with aclosing(bounded_map(square, numbers(), limit=3)) as results:
        async for result in results:
            print(result)
            if result == 25:
                break
    print("pulled of a million:", len(pulled))
    print("tasks left over:", len(asyncio.all_tasks()) - 1)


asyncio.run(main())
