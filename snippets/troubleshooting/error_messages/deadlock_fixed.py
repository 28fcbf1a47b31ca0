"""Both tasks acquire the locks in the same order"""

import asyncio


async def transfer(name: str, first: asyncio.Lock, second: asyncio.Lock) -> None:
    async with first:
        print(name, "holds one account")
        await asyncio.sleep(0.1)
        async with second:
            print(name, "holds both")


async def main() -> None:
    anna, ben = asyncio.Lock(), asyncio.Lock()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(transfer("to Ben:", anna, ben))
        group.create_task(transfer("to Anna:", anna, ben))


asyncio.run(main())
