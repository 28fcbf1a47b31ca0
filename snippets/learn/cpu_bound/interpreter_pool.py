"""Several interpreters in one process, each with its own lock"""
# /// script
# requires-python = ">=3.14"
# ///

import asyncio
import os
from concurrent.futures import InterpreterPoolExecutor


def count_primes(limit: int) -> tuple[int, int]:
    found = sum(all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(2, limit))
    return found, os.getpid()


async def main() -> None:
    loop = asyncio.get_running_loop()
    with InterpreterPoolExecutor(max_workers=2) as pool:
        jobs = [loop.run_in_executor(pool, count_primes, n) for n in (1000, 5000, 9000)]
        results = await asyncio.gather(*jobs)
    print("primes:", [found for found, _ in results])
    print("all in this process:", {pid for _, pid in results} == {os.getpid()})


if __name__ == "__main__":
    asyncio.run(main())
