"""Two tasks, each holding the lock that the other one needs"""

import asyncio


async def transfer(name: str, first: asyncio.Lock, second: asyncio.Lock) -> None:
    async with first:
        print(name, "holds one account")
        await asyncio.sleep(0.1)
        async with second:
            print(name, "holds both")


async def main() -> None:
    anna, ben = asyncio.Lock(), asyncio.Lock()
    try:
        async with asyncio.timeout(0.5), asyncio.TaskGroup() as group:
            group.create_task(transfer("to Ben:", anna, ben))
            group.create_task(transfer("to Anna:", ben, anna))  # the mistake: the other order
    except TimeoutError:
        print("nobody got on: without the timeout, this hangs for ever")


asyncio.run(main())
