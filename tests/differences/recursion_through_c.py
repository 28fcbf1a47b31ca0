"""recursion through C: __repr__, functools.cache, sorted(key=…)"""

import functools


@functools.cache
def deep(level):
    return deep(level - 1) if level else 0  # one level of C for each of Python


try:
    deep(800)
except RecursionError:
    print("as the table says")
