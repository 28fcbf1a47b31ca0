"""A worker dies, and another one does its job"""
# /// script
# dependencies = ["dask[distributed]"]
# ///

import asyncio
import logging
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from distributed import Client, LocalCluster


def job(attempts: Path) -> str:
    with attempts.open("a") as file:
        file.write("x")
    if len(attempts.read_text()) == 1:
        os._exit(1)  # as if the machine had gone
    return "done in the second attempt"


async def main(directory: Path) -> None:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as pool:
        try:
            print("pool:", await loop.run_in_executor(pool, job, directory / "pool"))
        except BrokenProcessPool:
            print("pool: broken, with all that was in it")

    quiet = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    cluster = LocalCluster(n_workers=2, asynchronous=True, **quiet)
    async with cluster, Client(cluster, asynchronous=True) as client:
        print("cluster:", await client.submit(job, directory / "cluster"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        asyncio.run(main(Path(directory)))
