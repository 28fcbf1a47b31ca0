"""exitcode: how a child process ended"""

import io
import multiprocessing
import os
import signal
import sys


def returns() -> str:
    return "this is dropped"


def exits() -> None:
    sys.exit(3)


def raises() -> None:
    sys.stderr = io.StringIO()  # hides the traceback
    raise ValueError("no such page")


def is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    for function in (returns, exits, raises, is_killed):
        process = multiprocessing.Process(target=function)
        process.start()
        process.join()
        print(f"{function.__name__}: {process.exitcode}")
