"""In how many threads and processes four computations run"""

import asyncio
import multiprocessing
import os
import threading

Worker = tuple[int, int]  # process and thread


def compute(workers: "multiprocessing.SimpleQueue[Worker]") -> None:
    sum(number * number for number in range(10_000))
    workers.put((os.getpid(), threading.get_native_id()))


async def compute_async(workers: "multiprocessing.SimpleQueue[Worker]") -> None:
    compute(workers)


async def with_tasks(workers: "multiprocessing.SimpleQueue[Worker]") -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(compute_async(workers))


def with_units(unit: type, workers: "multiprocessing.SimpleQueue[Worker]") -> None:
    units = [unit(target=compute, args=(workers,)) for _ in range(4)]
    for each in units:
        each.start()
    count_workers(workers)
    for each in units:
        each.join()


def count_workers(workers: "multiprocessing.SimpleQueue[Worker]") -> None:
    seen = [workers.get() for _ in range(4)]
    processes = {process for process, _ in seen}
    print(f"processes: {len(processes)}, the main one among them: {os.getpid() in processes}")


if __name__ == "__main__":
    workers: multiprocessing.SimpleQueue[Worker] = multiprocessing.SimpleQueue()
    print("four tasks")
    asyncio.run(with_tasks(workers))
    count_workers(workers)
    print("four threads")
    with_units(threading.Thread, workers)
    print("four processes")
    with_units(multiprocessing.Process, workers)
