"""Two processes count together: each access has the lock, and the update hasn't"""

import multiprocessing
from multiprocessing.sharedctypes import Synchronized


def add(count: "Synchronized[int]") -> None:
    """Lose the other's update, if that comes between the two blocks."""
    with count.get_lock():
        seen = count.value
    with count.get_lock():
        count.value = seen + 1


if __name__ == "__main__":
    count = multiprocessing.Value("i", 0)
    child = multiprocessing.Process(target=add, args=(count,))
    child.start()
    add(count)
    child.join()
    print("counted:", count.value)
