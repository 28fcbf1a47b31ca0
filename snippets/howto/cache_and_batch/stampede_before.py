"""The value has expired, and a hundred tasks fetch it again"""

import asyncio

queries = 0
cache: dict[str, str] = {}


async def query(key: str) -> str:
    global queries
    queries += 1
    await asyncio.sleep(0.05)
    return f"rows of {key}"


async def get(key: str) -> str:
    if key not in cache:  # all hundred look before the first has an answer
        cache[key] = await query(key)
    return cache[key]


async def main() -> None:
    await asyncio.gather(*(get("prices") for _ in range(100)))
    print("queries:", queries)


asyncio.run(main())
