"""spawn: the child imports the file again, with the values of the file"""

import multiprocessing
import os

mode = "as in the file"


def report(argument: str) -> None:
    print("global:     ", mode)
    print("argument:   ", argument)
    print("environment:", os.environ["MODE"])


if __name__ == "__main__":
    mode = "changed by the parent"
    os.environ["MODE"] = "set by the parent"
    process = multiprocessing.get_context("spawn").Process(target=report, args=(mode,))
    process.start()
    process.join()
