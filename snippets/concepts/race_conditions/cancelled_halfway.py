"""A transfer with a time limit: it is cancelled between its two halves, or not at all"""

import asyncio

balances = {"ada": 100, "bob": 100}


async def transfer(amount: int) -> None:
    balances["ada"] -= amount
    await asyncio.sleep(0.1)  # asks bob's bank
    balances["bob"] += amount


async def main() -> None:
    news = asyncio.create_task(asyncio.sleep(0.18), name="news")  # another request, meanwhile
    try:
        async with asyncio.timeout(0.15):
            await transfer(10)
    except TimeoutError:
        print("too late")
    await news
    print("together:", sum(balances.values()))


asyncio.run(main())
