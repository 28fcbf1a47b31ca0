"""The price of pickling: send a description of the data, not the data"""

import math
import pickle


def kilobytes(thing: object) -> int:
    return math.ceil(len(pickle.dumps(thing)) / 1000)


numbers = range(1_000_000)
print("a list of a million numbers:", kilobytes(list(numbers)), "kB")
print("range(1_000_000):           ", kilobytes(numbers), "kB")
