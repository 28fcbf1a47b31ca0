"""A task that acquires its own lock again waits for itself"""

import asyncio

lock = asyncio.Lock()
balance = 100


async def withdraw(amount: int) -> None:
    global balance
    async with lock:
        balance -= amount


async def pay(amount: int) -> None:
    async with lock:
        if balance >= amount:
            await withdraw(amount)  # needs the lock that this task holds


async def main() -> None:
    try:
        async with asyncio.timeout(0.1):
            await pay(30)
    except TimeoutError:
        print("stuck: pay() waits for a lock that pay() holds")
    print("balance:", balance)


asyncio.run(main())
