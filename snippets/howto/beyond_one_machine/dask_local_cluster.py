"""A Dask cluster of two processes, with await"""
# /// script
# dependencies = ["dask[distributed]"]
# ///

import asyncio
import os

from distributed import Client, LocalCluster


def count_primes(start: int) -> int:
    return sum(all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(start, start + 1000))


async def main() -> None:
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, asynchronous=True)
    async with cluster, Client(cluster, asynchronous=True) as client:
        workers = await client.run(os.getpid)  # runs on each of them
        print("workers:", len(workers))
        print("this process is one of them:", os.getpid() in workers.values())

        counts = client.map(count_primes, range(2, 10_002, 1000))
        total = client.submit(sum, counts)  # runs where the counts are
        print("primes up to 10,001:", await total)


if __name__ == "__main__":  # the workers import this file
    asyncio.run(main())
