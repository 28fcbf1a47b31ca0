"""Two failures at once, each handled by its type"""

import asyncio


async def fail(error: Exception) -> None:
    await asyncio.sleep(0)
    raise error


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ConnectionError("server A is down")))
            group.create_task(fail(ConnectionError("server B is down")))
            group.create_task(fail(ValueError("bad answer from C")))
    except* ConnectionError as errors:
        print("connections:", sorted(str(error) for error in errors.exceptions))
    except* ValueError as errors:
        print("values:", [str(error) for error in errors.exceptions])
    print("all handled")


asyncio.run(main())
