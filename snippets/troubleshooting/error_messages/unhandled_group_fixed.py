"""except* looks into the group"""

import asyncio


async def load() -> None:
    raise ValueError("wrong number")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(load())
    except* ValueError as errors:
        print("handled:", errors.exceptions)


asyncio.run(main())
