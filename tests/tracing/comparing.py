"""Whether two traces of a program tell the same."""

import re
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from tracing.programs import Event

# What each run of a program has, in whatever order its processes come.
_CERTAIN = ("process_spawned", "process_exited", "interpreter_spawned", "interpreter_exited", "printed")


def is_up_to_the_machine(events: Sequence[Event]) -> bool:
    """Whether no single scheduler decides who is next: a program has several processes or interpreters."""
    return any(event["event"] in ("process_spawned", "interpreter_spawned") for event in events)


def certain(events: Sequence[Event]) -> Counter[tuple[str, ...]]:
    """How often each process or interpreter started and ended, and how, and each line was printed.

    How much a process prints before a signal ends it is up to the machine. So is the code of a pool's process: at the
    end, `multiprocessing.Pool` tells each to leave, and terminates those that are not gone by then.
    """
    exits = (event["detail"] for event in events if event["event"] == "process_exited")
    ended = {detail["process"]: detail["code"] for detail in exits}
    of_pools = {
        event["detail"]["process"]
        for event in events
        if event["event"] == "process_spawned" and "PoolWorker" in event["detail"]["name"]
    }
    terminated = {process for process in of_pools if ended.get(process) in (0, -signal.SIGTERM)}
    silent = terminated.union(process for process, code in ended.items() if code < 0)

    def essence(event: Event) -> Iterator[str]:
        yield event["event"]
        for key, value in event["detail"].items():
            if key in ("name", "text"):
                yield value
            elif key == "code":
                yield str(value) if event["detail"]["process"] not in terminated else "0 or terminated"

    return Counter(
        tuple(essence(event))
        for event in events
        if event["event"] in _CERTAIN and not (event["event"] == "printed" and event["process"] in silent)
    )


# AnyIO writes the address of a scope into the message of its cancellation, and that of a portal into a thread's name.
_ADDRESS = re.compile(r"\b(?:0x)?[0-9a-f]{6,}\b")


def _essence(event: Event | None) -> Any:
    return {key: _alike(value) for key, value in event.items() if key != "time"} if event else None


def _alike(value: Any) -> Any:
    """Seconds to the millisecond: a program may compute them of times that differ by nanoseconds. No addresses."""
    if isinstance(value, dict):
        return {key: _alike(each) for key, each in value.items()}
    if isinstance(value, str):
        return _ADDRESS.sub("ADDRESS", value)
    return round(value, 3) if isinstance(value, float) else value


def difference(events: Sequence[Event], others: Sequence[Event]) -> str | None:
    """The first difference between two traces of a program but for the times, in words; None if there is none.

    Args:
        events: the one.
        others: the other. If it was cut, the events that it lacks are not looked at.
    """
    cut = next((at for at, event in enumerate(others) if event["event"] == "events_cut"), None)
    if cut is not None:
        events, others = [*events[:cut], events[-1]], [*others[:cut], others[-1]]
    for at, (event, other) in enumerate(zip_longest(events, others), 1):
        if _essence(event) != _essence(other):
            return f"event {at} is\n{event}\nand was to be\n{other}"
    return None
