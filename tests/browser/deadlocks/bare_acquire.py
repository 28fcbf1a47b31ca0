import asyncio


async def take(one, other):
    await one.acquire()
    try:
        await asyncio.sleep(0.01)
        await other.acquire()
        other.release()
    finally:
        one.release()


async def main():
    first, second = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(take(first, second), name="a")
        group.create_task(take(second, first), name="b")


asyncio.run(main())
