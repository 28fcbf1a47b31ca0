"""Shuffle who runs next, and a race shows that never showed before"""

import asyncio
import random
from collections.abc import Awaitable, Callable


class ShufflingLoop(asyncio.SelectorEventLoop):
    """Runs what is ready in an order that a seed decides, where asyncio's own loops run it first in, first out."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.random = random.Random(seed)

    def _run_once(self) -> None:
        self.random.shuffle(self._ready)  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


async def withdraw(account: dict[str, int], amount: int) -> None:
    if account["balance"] >= amount:
        await asyncio.sleep(0)  # asks the bank
        account["balance"] -= amount


async def deposit(account: dict[str, int], amount: int) -> None:
    await asyncio.sleep(0)
    account["balance"] += amount


async def scenario() -> None:
    account = {"balance": 100}
    await asyncio.gather(withdraw(account, 100), deposit(account, 50), withdraw(account, 100))
    assert account["balance"] >= 0, f"balance {account['balance']}"


def fuzz(main: Callable[[], Awaitable[None]], seeds: int) -> int | None:
    for seed in range(seeds):
        with asyncio.Runner(loop_factory=lambda seed=seed: ShufflingLoop(seed)) as runner:  # type: ignore[misc]
            try:
                runner.run(main())
            except AssertionError:
                return seed
    return None


found = [fuzz(scenario, seeds=50) is not None for _ in range(2)]
print("found:", found[0], "| the same again:", found[0] == found[1])
