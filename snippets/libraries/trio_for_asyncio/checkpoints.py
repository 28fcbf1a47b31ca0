"""A function that doesn't have to wait is still a checkpoint"""
# /// script
# dependencies = ["trio"]
# ///

import asyncio

import trio


async def on_asyncio(event: asyncio.Event) -> int:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    for _ in range(10):
        await event.wait()  # is set: doesn't suspend
    task.cancel()
    return turns


async def on_trio(event: trio.Event) -> int:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await trio.lowlevel.checkpoint()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(other)
        for _ in range(10):
            await event.wait()  # is set: lets other tasks run nevertheless
        nursery.cancel_scope.cancel()
    return turns


async def main_asyncio() -> None:
    event = asyncio.Event()
    event.set()
    print("asyncio: the other task ran", await on_asyncio(event), "times")


async def main_trio() -> None:
    event = trio.Event()
    event.set()
    print("trio: the other task ran", "at least 9 times" if await on_trio(event) >= 9 else "too rarely")


asyncio.run(main_asyncio())
trio.run(main_trio)
