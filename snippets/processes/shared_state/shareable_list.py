"""ShareableList: values of fixed size in shared memory"""

import multiprocessing
from multiprocessing.shared_memory import ShareableList
from typing import Any


def update(name: str) -> None:
    row: ShareableList[Any] = ShareableList(name=name)
    row[0] = "tea"
    row[2] = 4.5
    row.shm.close()


if __name__ == "__main__":
    values: list[Any] = ["cocoa", 12, 3.0]
    row: ShareableList[Any] = ShareableList(values)
    try:
        process = multiprocessing.Process(target=update, args=(row.shm.name,))
        process.start()
        process.join()
        print(row[0], row[1], row[2])
        try:
            row[0] = "hot chocolate"
        except ValueError as error:
            print("ValueError:", error)
    finally:
        row.shm.close()
        row.shm.unlink()
