"""multiprocessing.Queue: two workers share the jobs of one queue"""

import multiprocessing
from multiprocessing.queues import Queue


def work(jobs: "Queue[int | None]", squares: "Queue[int]") -> None:
    while (number := jobs.get()) is not None:
        squares.put(number * number)


if __name__ == "__main__":
    jobs: "Queue[int | None]" = multiprocessing.Queue()
    squares: "Queue[int]" = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=work, args=(jobs, squares)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for number in range(10):
        jobs.put(number)
    for _ in workers:
        jobs.put(None)  # one for each worker: no more jobs
    print("sum of squares:", sum(squares.get() for _ in range(10)))
    for worker in workers:
        worker.join()
    print("exit codes:", [worker.exitcode for worker in workers])
