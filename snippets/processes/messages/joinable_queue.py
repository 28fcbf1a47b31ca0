"""JoinableQueue: join() waits until every job is processed"""

import multiprocessing
from multiprocessing.queues import JoinableQueue
from multiprocessing.sharedctypes import Synchronized


def work(jobs: "JoinableQueue[int]", total: "Synchronized[int]") -> None:
    while True:
        number = jobs.get()
        with total.get_lock():
            total.value += number
        jobs.task_done()


if __name__ == "__main__":
    jobs: "JoinableQueue[int]" = multiprocessing.JoinableQueue()
    total = multiprocessing.Value("i", 0)
    for _ in range(2):
        multiprocessing.Process(target=work, args=(jobs, total), daemon=True).start()
    for number in range(101):
        jobs.put(number)
    jobs.join()
    print("total:", total.value)
