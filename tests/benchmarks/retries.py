"""What a call that needs no retry costs, in microseconds of CPU time: tenacity, stamina and the recipe.

Run it with a Python that has both: `python tests/benchmarks/retries.py`. The figures are on the page "Retries
and limits".
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import stamina
import tenacity

sys.path.insert(0, str(Path(__file__).parents[2] / "snippets" / "recipes"))
from retry import Policy

CALLS, REPEATS = 5_000, 9


async def plain() -> None:
    """What is called."""


async def by_policy(policy: Policy = Policy(total_timeout=5)) -> None:  # noqa: B008
    """Through the recipe, which sets a time limit as well."""
    await policy.call(plain)


async def seconds(function: Callable[[], Awaitable[None]]) -> float:
    """CPU time of all calls."""
    start = time.process_time()
    for _ in range(CALLS):
        await function()
    return time.process_time() - start


def main() -> None:
    """Print a line per way: the median, the least and the largest of the repetitions."""
    ways: dict[str, Callable[[], Awaitable[None]]] = {
        "no retry": plain,
        "tenacity": tenacity.retry(stop=tenacity.stop_after_attempt(3))(plain),
        "stamina": stamina.retry(on=ConnectionError, attempts=3)(plain),
        "Policy": by_policy,
    }
    measured: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(REPEATS):
        for name, function in ways.items():
            measured[name].append(asyncio.run(seconds(function)) / CALLS * 1e6)
    for name, values in measured.items():
        print(f"{name}: {statistics.median(values):.1f} µs ({min(values):.1f} to {max(values):.1f})")


if __name__ == "__main__":
    main()
