"""A time limit around a task that swallows its cancellation"""
# /// script
# dependencies = ["anyio", "trio"]
# ///

import asyncio
from contextlib import suppress

import anyio
import trio


async def with_asyncio() -> str:
    try:
        async with asyncio.timeout(0.05):
            with suppress(asyncio.CancelledError):  # the mistake
                await asyncio.sleep(10)
            await asyncio.sleep(0.01)
            return "the code behind the mistake ran on"
    except TimeoutError:
        return "TimeoutError"


async def with_anyio() -> str:
    try:
        with anyio.fail_after(0.05):
            with suppress(anyio.get_cancelled_exc_class()):  # the mistake
                await anyio.sleep(10)
            await anyio.sleep(0.01)
            return "the code behind the mistake ran on"
    except TimeoutError:
        return "TimeoutError"


async def with_trio() -> str:
    try:
        with trio.fail_after(0.05):
            with suppress(trio.Cancelled):  # the mistake
                await trio.sleep(10)
            await trio.sleep(0.01)
            return "the code behind the mistake ran on"
    except trio.TooSlowError:
        return "TooSlowError"


print("asyncio:", asyncio.run(with_asyncio()))
print("AnyIO:", anyio.run(with_anyio))
print("Trio:", trio.run(with_trio))
