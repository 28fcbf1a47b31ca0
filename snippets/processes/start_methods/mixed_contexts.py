"""A lock of one start method can't go to a child of another"""

import multiprocessing
from multiprocessing.synchronize import Lock


def work(lock: Lock) -> None:
    with lock:
        print("child: has the lock", flush=True)


if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    fork = multiprocessing.get_context("fork")
    for name, lock in (("fork", fork.Lock()), ("spawn", spawn.Lock())):
        try:
            process = spawn.Process(target=work, args=(lock,))
            process.start()
            process.join()
        except RuntimeError as error:
            print(f"lock of {name}: RuntimeError:", str(error).partition(".")[0], flush=True)
