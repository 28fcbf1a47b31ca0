"""tenacity: what a cancellation does"""
# /// script
# dependencies = ["tenacity"]
# ///

import asyncio

from tenacity import retry, retry_if_not_exception_type, stop_after_attempt

calls: list[str] = []


@retry(stop=stop_after_attempt(3))
async def by_default() -> None:
    calls.append("default")
    await asyncio.sleep(10)


@retry(retry=retry_if_not_exception_type(ValueError), stop=stop_after_attempt(3))
async def by_exclusion() -> None:
    calls.append("exclusion")
    await asyncio.sleep(0.05 if len(calls) > 2 else 10)


async def main() -> None:
    for name, function in {"by_default": by_default, "by_exclusion": by_exclusion}.items():
        task = asyncio.create_task(function())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        print(name, "is cancelled:", task.cancelled(), "calls:", len(calls))
        calls.clear()


asyncio.run(main())
