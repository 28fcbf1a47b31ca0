"""Work for the processor goes to other processes"""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor


def count_primes(limit: int) -> tuple[int, int]:
    found = sum(all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(2, limit))
    return found, os.getpid()


async def main() -> None:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as pool:
        jobs = [loop.run_in_executor(pool, count_primes, n) for n in (1000, 5000, 9000)]
        results = await asyncio.gather(*jobs)
    print("primes:", [found for found, _ in results])
    print("found by this process:", os.getpid() in {pid for _, pid in results})


if __name__ == "__main__":  # the children import this file
    asyncio.run(main())
