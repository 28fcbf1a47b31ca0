"""Tasks that outlive a function go into the caller's TaskGroup"""

import asyncio


async def ring(where: str) -> None:
    await asyncio.sleep(0.02)
    print(f"it rings at {where}")


async def order(dish: str, kitchen: asyncio.TaskGroup) -> str:
    kitchen.create_task(ring(f"the pass: {dish}"), name=dish)
    return f"{dish} is ordered"  # returns at once; the task belongs to the caller's group


async def main() -> None:
    async with asyncio.TaskGroup() as kitchen:
        print(await order("soup", kitchen))
        print(await order("fish", kitchen))
        print("kitchen closes when all is served")
    print("kitchen closed")


asyncio.run(main())
