"""asyncio.Condition: wait until two things are in stock"""

import asyncio


async def customer(stock: list[str], arrival: asyncio.Condition) -> None:
    async with arrival:
        await arrival.wait_for(lambda: len(stock) >= 2)  # checks again at each notify_all()
        print("customer buys", " and ".join(stock))


async def main() -> None:
    stock: list[str] = []
    arrival = asyncio.Condition()
    async with asyncio.TaskGroup() as group:
        group.create_task(customer(stock, arrival))
        for thing in ("bread", "cheese"):
            await asyncio.sleep(0.1)
            async with arrival:
                stock.append(thing)
                print(thing, "arrives")
                arrival.notify_all()


asyncio.run(main())
