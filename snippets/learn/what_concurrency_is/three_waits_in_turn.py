"""Three waits, one after the other"""

import asyncio


async def order(dish: str) -> None:
    print(f"{dish}: ordered")
    await asyncio.sleep(0.4)  # the kitchen works, this program only waits
    print(f"{dish}: served")


async def main() -> None:
    await order("soup")
    await order("curry")
    await order("tea")


asyncio.run(main())
