"""A lambda and a lock can't be sent to a process"""

import pickle
import threading
from concurrent.futures import ProcessPoolExecutor


def describe(thing: object) -> str:
    return type(thing).__name__


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as pool:
        try:
            pool.submit(lambda: 6 * 7).result()  # the mistake: it has no name by which the process could find it
        except pickle.PicklingError as error:
            print("PicklingError:", str(error).partition(" at ")[0], "...")
        try:
            pool.submit(describe, threading.Lock()).result()  # a lock exists in this process only
        except TypeError as error:
            print("TypeError:", error)
