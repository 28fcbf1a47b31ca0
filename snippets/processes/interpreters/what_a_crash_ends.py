"""os._exit() in an interpreter ends the whole process"""
# /// script
# requires-python = ">=3.14"
# ///

import multiprocessing
from concurrent import interpreters


def crash_in_an_interpreter() -> None:
    interpreter = interpreters.create()
    interpreter.exec("import os; os._exit(3)")  # as a segmentation fault would
    print("never printed")


if __name__ == "__main__":
    process = multiprocessing.Process(target=crash_in_an_interpreter)
    process.start()
    process.join()
    print("exit code of the process:", process.exitcode)
