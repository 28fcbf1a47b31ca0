"""In how many threads and processes four computations run"""

import asyncio
import multiprocessing
import os
import threading
from multiprocessing.queues import SimpleQueue

Worker = tuple[int, int]  # process and thread


def compute(workers: SimpleQueue[Worker]) -> None:
    sum(number * number for number in range(10_000))
    workers.put((os.getpid(), threading.get_native_id()))


async def compute_async(workers: SimpleQueue[Worker]) -> None:
    compute(workers)


async def with_tasks(workers: SimpleQueue[Worker]) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(compute_async(workers))


def count_workers(workers: SimpleQueue[Worker]) -> None:
    processes = {process for process, _ in [workers.get() for _ in range(4)]}
    print(f"processes: {len(processes)}, the main one among them: {os.getpid() in processes}")


def main() -> None:
    workers: SimpleQueue[Worker] = multiprocessing.SimpleQueue()
    print("four tasks")
    asyncio.run(with_tasks(workers))
    count_workers(workers)
    for unit in threading.Thread, multiprocessing.Process:
        print("four of", unit.__name__)
        units = [unit(target=compute, args=(workers,)) for _ in range(4)]
        for each in units:
            each.start()
        count_workers(workers)
        for each in units:
            each.join()


if __name__ == "__main__":
    main()
