"""tenacity's defaults: forever, at once, every Exception"""
# /// script
# dependencies = ["tenacity"]
# ///

import asyncio

from tenacity import AsyncRetrying, RetryError, retry, stop_after_attempt

calls = 0


@retry
async def with_defaults() -> None:
    global calls
    calls += 1
    if calls == 1000:
        raise asyncio.CancelledError  # the only way out
    raise KeyError("a bug, not a bad network")


async def with_a_stop() -> None:
    async for attempt in AsyncRetrying(stop=stop_after_attempt(2)):
        with attempt:
            raise ConnectionError("refused")


async def main() -> None:
    try:
        await with_defaults()
    except asyncio.CancelledError:
        print(f"{calls} calls without a pause")
    try:
        await with_a_stop()
    except RetryError as error:
        print(type(error).__name__, "caused by", repr(error.__cause__))


asyncio.run(main())
