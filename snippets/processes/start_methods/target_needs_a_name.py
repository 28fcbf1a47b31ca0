"""spawn finds the target by its name, so it has to be at top level"""

import multiprocessing
import pickle


def greet() -> None:
    print("hello from the child")


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    try:
        context.Process(target=lambda: print("hello from a lambda")).start()
    except (AttributeError, pickle.PicklingError):
        print("a lambda can't be pickled")
    process = context.Process(target=greet)
    process.start()
    process.join()
