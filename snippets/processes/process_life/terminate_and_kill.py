"""terminate(), kill() and close()"""

import multiprocessing
from multiprocessing.synchronize import Event


def work(started: Event, never: Event) -> None:
    try:
        started.set()
        never.wait()
    finally:
        print("child: cleaned up")


if __name__ == "__main__":
    for method in ("terminate", "kill"):
        started, never = multiprocessing.Event(), multiprocessing.Event()
        process = multiprocessing.Process(target=work, args=(started, never))
        process.start()
        started.wait()
        getattr(process, method)()
        process.join()
        print(f"{method}(): exit code {process.exitcode}")
        process.close()
        try:
            process.is_alive()
        except ValueError as error:
            print("after close(): ValueError:", error)
