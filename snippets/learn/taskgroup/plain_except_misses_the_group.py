"""A plain except does not catch what is inside a group"""

import asyncio


async def fail() -> None:
    raise ValueError("wrong number")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
    except ValueError:
        print("never printed")


try:
    asyncio.run(main())
except ExceptionGroup as group:
    print(f"{type(group).__name__}: {group.message}")
    print("inside:", repr(group.exceptions[0]))
