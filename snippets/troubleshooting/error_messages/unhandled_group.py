"""A plain except lets the group through"""

import asyncio


async def load() -> None:
    raise ValueError("wrong number")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(load())
    except ValueError:  # the mistake: what arrives is a group that holds it
        print("never printed")


try:
    asyncio.run(main())
except ExceptionGroup as error:
    print(f"{type(error).__name__}: {error}")
