"""Payments from two accounts, one at a time for each account"""

import asyncio

from keyed_lock import KeyedLock

balances = {"Ada": 100, "Bob": 100}


async def pay(locks: KeyedLock[str], account: str, amount: int) -> None:
    async with locks.hold(account):
        balance = balances[account]
        await asyncio.sleep(0.05)  # ask the bank, which takes a while
        if amount <= balance:
            balances[account] = balance - amount
            print(account, "pays", amount)
        else:
            print(account, "can't pay", amount)


async def main() -> None:
    locks = KeyedLock[str]()
    async with asyncio.TaskGroup() as group:
        for account, amount in [("Ada", 80), ("Ada", 70), ("Bob", 30), ("Ada", 20), ("Bob", 60)]:
            group.create_task(pay(locks, account, amount))
        await asyncio.sleep(0)
        print("accounts in use:", len(locks))
    print("accounts in use:", len(locks))
    print(balances)


asyncio.run(main())
