"""Search the schedules of a program for one in which it fails"""

import asyncio

from fuzz_schedules import FailingSchedule, fuzz, replay


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance
        self.lock = asyncio.Lock()

    async def deposit(self, amount: int) -> None:
        await asyncio.sleep(0.1)  # ask the bank
        self.balance += amount

    async def withdraw(self, amount: int) -> None:
        await asyncio.sleep(0.1)
        if self.balance >= amount:
            await asyncio.sleep(0.1)
            self.balance -= amount

    async def withdraw_safely(self, amount: int) -> None:
        async with self.lock:
            await self.withdraw(amount)


async def racy() -> None:
    account = Account(100)
    await asyncio.gather(account.withdraw(120), account.withdraw(60), account.deposit(50))
    assert account.balance >= 0, f"balance {account.balance}"


async def safe() -> None:
    account = Account(100)
    await asyncio.gather(account.withdraw_safely(120), account.withdraw_safely(60), account.deposit(50))
    assert account.balance >= 0, f"balance {account.balance}"


try:
    fuzz(racy)
except FailingSchedule as failing:
    print(failing)
    try:
        replay(racy, schedule=failing.report.schedule)
    except AssertionError as error:
        print("replayed:", error)
print("with a lock:", fuzz(safe))
