"""One task fails, and the group cancels the others"""

import asyncio


async def download(name: str) -> None:
    try:
        await asyncio.sleep(10)
        print(f"{name}: done")
    except asyncio.CancelledError:
        print(f"{name}: cancelled, removing the partial file")
        raise


async def check_licence() -> None:
    await asyncio.sleep(0.1)
    raise PermissionError("licence expired")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(download("film"))
            group.create_task(check_licence())
        print("never printed")
    except ExceptionGroup as group_error:
        print("the group failed:", group_error.exceptions)


asyncio.run(main())
