"""Three workers share a queue, and join() waits until all jobs are done"""

import asyncio


async def work(jobs: asyncio.Queue[int], results: asyncio.Queue[tuple[int, int]]) -> None:
    while True:
        job = await jobs.get()
        await asyncio.sleep(0.01 * (3 - job % 3))  # some take longer
        await results.put((job, job * 10))
        jobs.task_done()


async def main() -> None:
    jobs: asyncio.Queue[int] = asyncio.Queue(maxsize=3)
    results: asyncio.Queue[tuple[int, int]] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(work(jobs, results)) for _ in range(3)]
        for job in range(9):
            await jobs.put(job)
        await jobs.join()  # each put has had its task_done
        for worker in workers:
            worker.cancel()  # they wait for jobs that won't come
    found = dict(results.get_nowait() for _ in range(results.qsize()))
    print("in the order of the jobs:", [found[job] for job in range(9)])


asyncio.run(main())
