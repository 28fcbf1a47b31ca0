"""AnyIO inside a program that asyncio.run started"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import asyncio

import anyio


async def library_call() -> str:
    """A library's function, which uses AnyIO."""
    with anyio.move_on_after(0.05):
        await anyio.sleep(10)
        return "answer"
    return "no answer in time"


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(library_call())
        await asyncio.sleep(0)
    print(task.result())


asyncio.run(main())
