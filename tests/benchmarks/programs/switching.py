"""Switches between tasks with and without a recorder: prints the milliseconds of both, as JSON.

The argument is where the package `interleave` is.
"""

import asyncio
import importlib
import json
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any

SWITCHES = 20_000
ROUNDS = 15


async def switch(count: int) -> None:
    """Let the others run, so many times."""
    for _ in range(count):
        await asyncio.sleep(0)


async def several(count: int) -> None:
    """As many switches, of several tasks."""
    await asyncio.gather(*(switch(SWITCHES // count) for _ in range(count)))


def milliseconds(main: Coroutine[Any, Any, None]) -> float:
    """The processor time that it takes."""
    started = time.process_time()
    asyncio.run(main)
    return (time.process_time() - started) * 1000


def main() -> None:
    """Measure both in turn."""
    sys.path.insert(0, sys.argv[1])
    trace = importlib.import_module("interleave.trace")
    figures: dict[str, tuple[list[float], list[float]]] = {}
    mains: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "one task": lambda: switch(SWITCHES),
        "ten tasks": lambda: several(10),
    }
    for name, make in mains.items():
        plain, recorded = figures[name] = [], []
        for _ in range(ROUNDS):
            plain.append(milliseconds(make()))
            recorder = trace.Recorder(__file__)
            recorder.start()
            recorded.append(milliseconds(make()))
            recorder.stop()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
