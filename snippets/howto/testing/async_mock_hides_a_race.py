"""A mock that answers at once hides the race that it should show"""

import asyncio
from collections.abc import Awaitable, Callable
from unittest.mock import AsyncMock

Pay = Callable[[int], Awaitable[None]]


class Account:
    def __init__(self, balance: int) -> None:
        self.balance = balance

    async def withdraw(self, amount: int, pay: Pay) -> None:
        if self.balance >= amount:
            await pay(amount)  # in production this waits
            self.balance -= amount


async def suspend(amount: int) -> None:
    await asyncio.sleep(0)


async def main() -> None:
    mocks = {"AsyncMock()": AsyncMock(), "AsyncMock(side_effect=suspend)": AsyncMock(side_effect=suspend)}
    for name, pay in mocks.items():
        account = Account(100)
        await asyncio.gather(account.withdraw(100, pay), account.withdraw(100, pay))
        print(f"{name}: balance {account.balance}, paid {pay.await_count} time(s)")


asyncio.run(main())
