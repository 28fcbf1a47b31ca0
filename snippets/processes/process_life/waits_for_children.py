"""A program ends only after its child processes have ended"""

import multiprocessing
from multiprocessing.synchronize import Event


def save(started: Event, main_is_done: Event) -> None:
    started.set()
    main_is_done.wait()
    print("child: saved")


if __name__ == "__main__":
    started, main_is_done = multiprocessing.Event(), multiprocessing.Event()
    multiprocessing.Process(target=save, args=(started, main_is_done)).start()
    started.wait()
    print("main: the last line of the program", flush=True)
    main_is_done.set()
