import asyncio


async def move(first, second):
    async with first:
        await asyncio.sleep(0.1)
        async with second:
            print("moved")


async def main():
    one, other = asyncio.Semaphore(1), asyncio.Semaphore(1)
    async with asyncio.TaskGroup() as group:
        group.create_task(move(one, other), name="a")
        group.create_task(move(other, one), name="b")


asyncio.run(main())
