"""Threads and futures have numbers for hashes, in the order in which they are first asked for one.

The standard library keeps them in sets and goes through these: `ThreadPoolExecutor.shutdown` to join its threads,
`wait` and `as_completed` to look at futures. With addresses for hashes, two recordings of one program, or two runs of
one schedule, would go through them in different orders. Under a schedule, tasks get their numbers from the loop's task
factory (exploring/loop.py).
"""

import itertools
from typing import Any

_NUMBER = "_hash_number"
_numbers = itertools.count(1)


def _number(self: Any) -> int:
    found: int | None = self.__dict__.get(_NUMBER)
    if found is None:
        found = self.__dict__[_NUMBER] = next(_numbers)
    return found


def begin() -> None:
    """Number what is made from now on from 1, as each run does."""
    global _numbers
    # The kernel imports this module before the standard library may be imported.
    import threading
    from concurrent.futures import Future

    _numbers = itertools.count(1)
    for kind in (threading.Thread, Future):
        setattr(kind, "__hash__", _number)  # noqa: B010 - mypy takes an assignment to a method for a mistake
