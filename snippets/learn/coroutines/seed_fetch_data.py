"""A coroutine that waits and returns a value"""

import asyncio


async def fetch_data() -> str:
    print("Start fetching data...")
    await asyncio.sleep(0.5)  # stands for a network delay
    print("Data fetched!")
    return "42 rows"


result = asyncio.run(fetch_data())
print("Result:", result)
