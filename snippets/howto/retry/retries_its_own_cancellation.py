"""A retry that treats its own cancellation as a failure"""

import asyncio
from collections.abc import Awaitable, Callable


async def stubborn(work: Callable[[], Awaitable[str]]) -> str:
    for attempt in range(1, 4):
        try:
            return await work()
        except BaseException as error:  # the mistake: CancelledError is one
            print(f"attempt {attempt}: {type(error).__name__}, trying again")
    return "given up"


async def polite(work: Callable[[], Awaitable[str]]) -> str:
    task = asyncio.current_task()
    assert task is not None
    requests = task.cancelling()
    for attempt in range(1, 4):
        try:
            return await work()
        except Exception as error:
            if task.cancelling() > requests:
                raise  # what a clean-up raises after a cancellation isn't a failed attempt
            print(f"attempt {attempt}: {type(error).__name__}, trying again")
    return "given up"


async def ask() -> str:
    await asyncio.sleep(0.1)
    return "42"


async def main() -> None:
    for retry in (stubborn, polite):
        task = asyncio.create_task(retry(ask))
        await asyncio.sleep(0.01)
        task.cancel()  # the user has closed the window
        await asyncio.wait([task])
        print(f"{retry.__name__}: cancelled: {task.cancelled()}")


asyncio.run(main())
