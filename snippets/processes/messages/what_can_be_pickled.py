"""What can be pickled, and what can't"""

import os
import pickle
import threading


def square(number: int) -> int:
    return number * number


def can_be_pickled(thing: object) -> bool:
    try:
        pickle.dumps(thing)
    except (AttributeError, TypeError, pickle.PicklingError):
        return False
    return True


if __name__ == "__main__":
    with open(os.devnull) as file:
        things = {
            "list": [1, "two", {3.0}],
            "function at top level": square,
            "lambda": lambda number: number * number,
            "generator": (number for number in range(3)),
            "open file": file,
            "threading.Lock": threading.Lock(),
            "exception": ValueError("wrong"),
        }
        for name, thing in things.items():
            print(f"{name}:", "yes" if can_be_pickled(thing) else "no")
