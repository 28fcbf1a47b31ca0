"""One ticket, and two customers who have to pay first"""

import asyncio

tickets = 1
sold: list[str] = []


async def buy(name: str, arrives: float) -> None:
    await asyncio.sleep(arrives)  # until the customer comes
    if len(sold) < tickets:
        await asyncio.sleep(0.1)  # asks the bank
        sold.append(name)


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(buy("ada", 0.1), name="ada")
        group.create_task(buy("bob", 0.25), name="bob")
    print("sold:", len(sold))


asyncio.run(main())
