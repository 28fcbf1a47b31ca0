"""Try again, each time a little later, and never at the same moment as the others"""

import asyncio
import random
from collections.abc import Awaitable, Callable


async def retry(work: Callable[[], Awaitable[str]], attempts: int, base: float, cap: float) -> str:
    for attempt in range(1, attempts + 1):
        try:
            return await work()
        except ConnectionError as error:  # only what may pass by itself
            print(f"attempt {attempt}: {error}")
            if attempt == attempts:
                raise
            longest = min(cap, base * 2**attempt)
            await asyncio.sleep(random.uniform(0, longest))  # "full jitter"
    raise ValueError("attempts must be at least 1")


class Server:
    def __init__(self, failures: int) -> None:
        self.failures = failures

    async def ask(self) -> str:
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("503, try again")
        return "42"


async def main() -> None:
    print("answer:", await retry(Server(failures=2).ask, attempts=4, base=0.01, cap=0.1))
    try:
        await retry(Server(failures=9).ask, attempts=2, base=0.01, cap=0.1)
    except ConnectionError:
        print("given up")


asyncio.run(main())
