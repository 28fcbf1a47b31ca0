"""`time.sleep` for threads that can be suspended."""

import time
from operator import index

from . import host, threads


def sleep(seconds: float, /) -> None:
    """Suspend the calling thread for at least `seconds`. Raises ValueError for a negative length.

    A signal whose handler raises ends it early; after any other signal it goes on, as in CPython since 3.5 (PEP 475).
    """
    if not isinstance(seconds, (int, float)):
        try:
            seconds = seconds.__float__()
        except AttributeError:
            seconds = index(seconds)
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if not host.can_suspend():
        host.native_sleep(seconds)
        return
    if seconds == 0:
        threads.park(0)
        return
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        threads.park(left)
