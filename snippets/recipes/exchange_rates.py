"""Fifty tasks ask for a rate that is missing, fresh, stale, and loaded again"""

import asyncio

from ttl_cache import ttl_cache

queries: list[str] = []


@ttl_cache(ttl=0.5, stale=60)
async def rate(currency: str) -> str:
    queries.append(currency)
    if len(queries) == 1:
        raise ConnectionError("no rates yet")
    answer = f"{currency} by query {len(queries)}"
    await asyncio.sleep(0.02)
    return answer


async def fifty_ask() -> None:
    answers = await asyncio.gather(*(rate("EUR") for _ in range(50)), return_exceptions=True)
    print(f"{answers.count(answers[0])} have {answers[0]!r}, queries so far: {len(queries)}")


async def main() -> None:
    await fifty_ask()
    await fifty_ask()
    await fifty_ask()
    await asyncio.sleep(0.55)
    await fifty_ask()  # the old value, at once; a query starts in the background
    await asyncio.sleep(0.05)
    await fifty_ask()


asyncio.run(main())
