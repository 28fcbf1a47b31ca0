"""Three ways to wait for others: an event, a condition, a barrier"""

import asyncio


async def runner(name: str, start: asyncio.Event, line: asyncio.Barrier) -> None:
    await start.wait()  # until somebody sets it; then for all, for good
    print(f"{name} runs")
    await line.wait()  # until three have come
    print(f"{name} crosses the line")


async def customer(stock: list[str], arrival: asyncio.Condition) -> None:
    async with arrival:
        await arrival.wait_for(lambda: len(stock) >= 2)  # asks again at each notify
        print("customer takes", stock.pop(), "and", stock.pop())


async def main() -> None:
    start, line = asyncio.Event(), asyncio.Barrier(3)
    async with asyncio.TaskGroup() as group:
        for name in ("ann", "ben", "cy"):
            group.create_task(runner(name, start, line))
        await asyncio.sleep(0)
        print("ready, set")
        start.set()

    stock: list[str] = []
    arrival = asyncio.Condition()
    async with asyncio.TaskGroup() as group:
        group.create_task(customer(stock, arrival))
        for thing in ("bread", "cheese"):
            await asyncio.sleep(0)
            async with arrival:
                stock.append(thing)
                arrival.notify_all()


asyncio.run(main())
