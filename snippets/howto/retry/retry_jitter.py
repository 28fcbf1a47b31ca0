"""Retry with exponential backoff and jitter"""

import asyncio
import random
from collections.abc import Awaitable, Callable


async def retry(work: Callable[[], Awaitable[str]], attempts: int, base: float, cap: float) -> str:
    task = asyncio.current_task()
    assert task is not None
    requests = task.cancelling()
    for attempt in range(1, attempts + 1):
        try:
            return await work()
        except (ConnectionError, TimeoutError) as error:  # only temporary errors
            if task.cancelling() > requests:
                raise  # cancelled, and the clean-up has failed: don't retry
            print(f"attempt {attempt}: {type(error).__name__}")
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
            raise TimeoutError if self.failures % 2 else ConnectionResetError
        return "42"


async def closes_badly() -> str:
    try:
        return await Server(failures=0).ask()
    finally:
        raise ConnectionResetError("the goodbye wasn't sent")


async def main() -> None:
    print("answer:", await retry(Server(failures=2).ask, attempts=4, base=0.01, cap=0.1))
    try:
        await retry(Server(failures=9).ask, attempts=2, base=0.01, cap=0.1)
    except (ConnectionError, TimeoutError):
        print("given up")
    task = asyncio.create_task(retry(closes_badly, attempts=4, base=0.01, cap=0.1))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled, ended by:", repr(task.exception()))


asyncio.run(main())
