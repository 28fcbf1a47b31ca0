"""Two transfers, each of which takes two of asyncio's locks"""

import asyncio

balances = {"ada": 100, "bob": 100}
locks = {name: asyncio.Lock() for name in balances}


async def transfer(source: str, target: str, starts: float) -> None:
    await asyncio.sleep(starts)
    async with locks[source]:
        await asyncio.sleep(0.1)  # reads the balance
        async with locks[target]:
            balances[source] -= 10
            balances[target] += 10


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer("ada", "bob", 0.1), name="ada to bob")
        group.create_task(transfer("bob", "ada", 0.25), name="bob to ada")
    print(balances)


asyncio.run(main())
