"""ProcessPoolExecutor: submit() and map() run functions in worker processes"""

import os
from concurrent.futures import ProcessPoolExecutor


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        future = pool.submit(square, 7)
        print("submit:", future.result()[0])
        results = list(pool.map(square, range(10)))
    print("map:   ", [result for result, _ in results])
    workers = {pid for _, pid in results}
    print("the parent was one of the workers:", os.getpid() in workers)
