"""One thread, and still a lost update"""

import asyncio

balance = 0


async def deposit(amount: int) -> None:
    global balance
    seen = balance
    await asyncio.sleep(0.01)  # any await: other tasks run here
    balance = seen + amount


async def main() -> None:
    await asyncio.gather(*(deposit(1) for _ in range(100)))
    print("100 deposits of 1 make", balance)


asyncio.run(main())
