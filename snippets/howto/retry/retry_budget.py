"""Retries in three layers multiply; a budget stops that"""

import asyncio

requests = 0
budget = 0.0


async def ask() -> None:
    global requests
    requests += 1
    await asyncio.sleep(0)
    raise ConnectionError("the server is down")


async def layer(depth: int, attempts: int) -> None:
    for attempt in range(attempts):
        try:
            return await (ask() if depth == 1 else layer(depth - 1, attempts))
        except (ConnectionError, TimeoutError):
            if attempt == attempts - 1:
                raise


async def ask_within_budget() -> None:
    global budget
    budget = min(budget + 0.1, 10)  # each request earns a tenth of a retry
    try:
        await ask()
    except (ConnectionError, TimeoutError):
        if budget < 1:
            raise  # the budget is used up: don't add to the load
        budget -= 1
        await ask()


async def main() -> None:
    global requests
    await asyncio.gather(layer(depth=3, attempts=3), return_exceptions=True)
    print("three layers with three attempts each:", requests, "requests for one")
    requests = 0
    await asyncio.gather(*(ask_within_budget() for _ in range(100)), return_exceptions=True)
    print("a hundred with a budget of a tenth:", requests, "requests")


asyncio.run(main())
