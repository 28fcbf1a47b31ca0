"""multiprocessing.Process: start() creates a child process, join() waits for its end"""

import multiprocessing
import os
from multiprocessing.synchronize import Event


def download(may_finish: Event) -> None:
    may_finish.wait()


if __name__ == "__main__":
    may_finish = multiprocessing.Event()
    process = multiprocessing.Process(target=download, args=(may_finish,))
    print("created: pid:", process.pid, "alive:", process.is_alive())
    process.start()
    print("started: pid is the parent's:", process.pid == os.getpid(), "alive:", process.is_alive())
    may_finish.set()
    process.join()
    print("joined:  exit code:", process.exitcode, "alive:", process.is_alive())
