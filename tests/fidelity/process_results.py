"""What children make of the program's own classes comes back to it; a pool that nobody closes ends without a word."""

import multiprocessing
from dataclasses import dataclass
from typing import NamedTuple


class Prime(NamedTuple):
    number: int
    prime: bool


@dataclass
class Job:
    number: int

    def run(self) -> Prime:
        return Prime(self.number, all(self.number % other for other in range(2, self.number)))


class Worker(multiprocessing.Process):
    def __init__(self, jobs, results) -> None:
        super().__init__()
        self.jobs, self.results = jobs, results

    def run(self) -> None:
        while (job := self.jobs.get()) is not None:
            self.results.put(job.run())


class Last:
    def __del__(self) -> None:
        print("a finalizer sees the globals:", Prime.__name__)


if __name__ == "__main__":
    jobs, results = multiprocessing.SimpleQueue(), multiprocessing.SimpleQueue()
    worker = Worker(jobs, results)
    worker.start()
    for number in (7, 8):
        jobs.put(Job(number))
    jobs.put(None)
    print(results.get(), results.get())
    worker.join()
    last = Last()
    pool = multiprocessing.Pool(1)
    print(pool.map(Job.run, [Job(9), Job(11)]))
