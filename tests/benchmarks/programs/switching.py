"""Switches between tasks without a recorder, with one, and after it has stopped: prints the milliseconds, as JSON.

Besides it prints how large a long trace is: its events, and the bytes that they take in memory and as lines of text.
The argument is where the package `interleave` is.
"""

import asyncio
import importlib
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Coroutine
from typing import Any

SWITCHES = 20_000
# Enough for a trace that is cut.
MANY = 60_000
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
    figures: dict[str, list[list[float]]] = {}
    mains: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "one task": lambda: switch(SWITCHES),
        "ten tasks": lambda: several(10),
    }
    for name, make in mains.items():
        plain, recorded, after = figures[name] = [[], [], []]
        for _ in range(ROUNDS):
            plain.append(milliseconds(make()))
        for _ in range(ROUNDS):
            recorder = trace.Recorder(__file__)
            recorder.start()
            recorded.append(milliseconds(make()))
            recorder.stop()
            after.append(milliseconds(make()))
    print(json.dumps({"times": figures, "sizes": sizes(trace)}))


def sizes(trace: Any) -> dict[str, int]:
    """Of a trace of many switches."""
    recorder = trace.Recorder(__file__)
    tracemalloc.start()
    recorder.start()
    asyncio.run(switch(MANY))
    recorder.stop()
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    lines = list(recorder.lines())
    return {"events": len(lines), "memory": memory, "text": sum(map(len, lines))}


if __name__ == "__main__":
    main()
