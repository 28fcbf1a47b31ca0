"""How long calls take."""

import time
from collections.abc import Callable


def seconds(function: Callable[[], object]) -> float:
    """How long a call takes."""
    return times(1, function)


def times(count: int, function: Callable[[], object]) -> float:
    """How long a call takes, on average."""
    start = time.perf_counter()
    for _ in range(count):
        function()
    return (time.perf_counter() - start) / count
