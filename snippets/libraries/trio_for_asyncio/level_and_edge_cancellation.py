"""A cancelled task awaits again: asyncio and Trio"""
# /// script
# dependencies = ["trio"]
# ///

import asyncio

import trio


async def on_asyncio() -> None:
    async def stubborn() -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("asyncio: cancelled once")
        await asyncio.sleep(0.05)
        print("asyncio: slept again, in peace")

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    await task


async def on_trio() -> None:
    with trio.CancelScope() as scope:
        scope.cancel()
        for attempt in (1, 2):
            try:
                await trio.sleep(10)
            except trio.Cancelled:
                print("trio: cancelled, attempt", attempt)
        await trio.sleep(10)
    print("trio: out of the scope")


asyncio.run(on_asyncio())
trio.run(on_trio)
