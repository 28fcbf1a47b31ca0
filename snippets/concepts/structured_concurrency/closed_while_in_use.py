"""A with block that closes what a task still uses"""

import asyncio
import io
from contextlib import suppress


async def write(report: io.StringIO, line: str) -> None:
    await asyncio.sleep(0.02)
    report.write(line)
    print("written:", line)


async def careless() -> asyncio.Task[None]:
    with io.StringIO() as report:  # represents a file or a connection
        return asyncio.create_task(write(report, "total 42"))


async def structured() -> None:
    with io.StringIO() as report:
        async with asyncio.TaskGroup() as group:  # ends before the with block does
            group.create_task(write(report, "total 42"))


async def main() -> None:
    task = await careless()
    with suppress(ValueError):
        await task
    print("careless:", task.exception())
    await structured()


asyncio.run(main())
