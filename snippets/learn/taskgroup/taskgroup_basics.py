"""Three tasks that all end before the block does"""

import asyncio


async def fetch(name: str, seconds: float) -> str:
    await asyncio.sleep(seconds)  # stands for a request
    print(f"{name} arrived")
    return name.upper()


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        user = group.create_task(fetch("user", 0.3))
        orders = group.create_task(fetch("orders", 0.1))
        news = group.create_task(fetch("news", 0.2))
        print("started, none is done:", not any(t.done() for t in (user, orders, news)))
    print("after the block:", user.result(), orders.result(), news.result())


asyncio.run(main())
