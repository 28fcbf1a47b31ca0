"""Six requests that succeed only if all of them wait at the same time"""

import asyncio
import multiprocessing
import threading

COUNT = 6


def one_after_the_other() -> int:
    together = threading.Barrier(COUNT)
    met = 0
    for _ in range(COUNT):
        try:
            together.wait(timeout=0.05)
            met += 1
        except threading.BrokenBarrierError:
            together.reset()
    return met


async def with_tasks() -> int:
    together = asyncio.Barrier(COUNT)
    return len(await asyncio.gather(*(together.wait() for _ in range(COUNT))))


def with_threads() -> int:
    together = threading.Barrier(COUNT)
    met: list[int] = []
    threads = [threading.Thread(target=lambda: met.append(together.wait())) for _ in range(COUNT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(met)


def with_processes() -> int:
    together = multiprocessing.Barrier(COUNT)
    processes = [multiprocessing.Process(target=together.wait) for _ in range(COUNT)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return sum(process.exitcode == 0 for process in processes)


if __name__ == "__main__":
    print("one after the other:", one_after_the_other(), "of", COUNT)
    print("tasks:", asyncio.run(with_tasks()), "of", COUNT)
    print("threads:", with_threads(), "of", COUNT)
    print("processes:", with_processes(), "of", COUNT)
