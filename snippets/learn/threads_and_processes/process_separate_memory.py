"""Two processes, two lists"""

import multiprocessing
import os
from multiprocessing.queues import SimpleQueue

found = ["cellar"]


def search(place: str, answers: SimpleQueue[tuple[int, list[str]]]) -> None:
    found.append(place)  # the child's own list
    answers.put((os.getpid(), found))  # sends a copy to the parent


if __name__ == "__main__":
    answers: SimpleQueue[tuple[int, list[str]]] = multiprocessing.SimpleQueue()
    child = multiprocessing.Process(target=search, args=("attic", answers))
    child.start()
    pid, found_by_child = answers.get()
    child.join()
    print("in the child: ", found_by_child)
    print("in the parent:", found)
    print("one process:  ", pid == os.getpid())
