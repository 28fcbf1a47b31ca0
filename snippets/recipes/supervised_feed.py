"""A feed that breaks three times and is restarted twice"""

import asyncio
import itertools

from supervisor import Supervisor, TooManyRestarts

attempts = itertools.count(1)


async def read_feed() -> None:
    attempt = next(attempts)
    print("connected, attempt", attempt)
    await asyncio.sleep(0.01)
    raise ConnectionError(f"broken the {attempt}. time")


async def show_clock() -> None:
    try:
        await asyncio.sleep(60)
    finally:
        print("the clock is stopped")


def report(error: BaseException | None) -> None:
    print("restart:", error)


async def main() -> None:
    supervisor = Supervisor(max_restarts=2, window=60, pause=0.05, on_restart=report)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(supervisor.run(read_feed))
            group.create_task(supervisor.run(show_clock))
    except* TooManyRestarts as failures:
        for failure in failures.exceptions:
            print("given up:", failure, "- the last error:", failure.__cause__)


asyncio.run(main())
