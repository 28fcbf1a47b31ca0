"""Three tasks and sleep(0): asyncio has one order"""

import asyncio


async def work(name: str, log: list[str]) -> None:
    for number in range(3):
        log.append(f"{name}{number}")
        await asyncio.sleep(0)


async def main() -> None:
    orders: set[str] = set()
    for _ in range(100):
        log: list[str] = []
        await asyncio.gather(work("a", log), work("b", log), work("c", log))
        orders.add(" ".join(log))
    print("orders in 100 runs:", len(orders))
    print(orders.pop())


asyncio.run(main())
