import asyncio


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(1000):
            group.create_task(asyncio.sleep(100))
        print("up")


asyncio.run(main())
