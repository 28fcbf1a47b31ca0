"""A group waits for the task and raises what it raised"""

import asyncio


async def upload() -> None:
    raise ConnectionError("server is gone")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(upload())
    except* ConnectionError as errors:
        print("upload failed:", errors.exceptions[0])


asyncio.run(main())
