"""Stop from outside: a task and a process can be stopped, a thread can't"""

import asyncio
import multiprocessing
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def sleep_for_a_minute() -> None:
    time.sleep(60)


async def stop_a_task() -> bool:
    task = asyncio.create_task(asyncio.sleep(60))
    await asyncio.sleep(0)  # it has started
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()


def stop_a_thread() -> bool:
    started, may_finish = threading.Event(), threading.Event()

    def work() -> None:
        started.set()
        may_finish.wait()

    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work)
        started.wait()
        stopped = future.cancel()
        may_finish.set()  # it has to end by itself
    return stopped


def stop_a_process() -> bool:
    process = multiprocessing.Process(target=sleep_for_a_minute)
    process.start()
    process.terminate()
    process.join()
    return process.exitcode != 0


if __name__ == "__main__":
    print("task stopped:   ", asyncio.run(stop_a_task()))
    print("thread stopped: ", stop_a_thread())
    print("process stopped:", stop_a_process())
