"""Array: each process fills its half"""

import multiprocessing
from multiprocessing.sharedctypes import SynchronizedArray


def fill(squares: "SynchronizedArray[int]", start: int, stop: int) -> None:
    for number in range(start, stop):
        squares[number] = number * number


if __name__ == "__main__":
    squares = multiprocessing.Array("i", 10)
    halves = [(0, 5), (5, 10)]
    processes = [multiprocessing.Process(target=fill, args=(squares, *half)) for half in halves]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(squares[:])
