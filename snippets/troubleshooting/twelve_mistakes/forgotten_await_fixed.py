"""The coroutine is awaited"""

import asyncio

saved: list[str] = []


async def save(order: str) -> None:
    await asyncio.sleep(0.1)  # stands for a database
    saved.append(order)


async def main() -> None:
    await save("3 apples")
    print("saved:", saved)


asyncio.run(main())
