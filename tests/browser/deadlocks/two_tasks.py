import asyncio


async def move(first, second):
    async with first:
        await asyncio.sleep(0.05)
        async with second:
            print("moved")


async def main():
    left, right = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(move(left, right), name="a")
        group.create_task(move(right, left), name="b")


asyncio.run(main())
