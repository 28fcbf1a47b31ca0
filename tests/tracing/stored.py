"""The traces beside the programs, from which the build draws timelines: which there are, and how they are recorded."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from interleave_site.snippet import ROOT, Snippet, every_snippet
from tracing.programs import PYTHONS, Event
from transcript import EXIT, STDERR

PYTHON = PYTHONS.get((3, 14))
_HARNESS = Path(__file__).with_name("on_virtual_clock.py")
# Threads and processes take their own time, whatever a clock says; asyncio's recorder sees only a part of what they do.
# And how often a writer has to pause is up to the buffers of the system's connections.
_OUTSIDE = re.compile(
    r"\b(threading|Thread|to_thread|\w+Executor|run_in_executor|run_coroutine_threadsafe|subprocess|multiprocessing|"
    r"getaddrinfo|interpreters|input\(|tracemalloc|pytest|unittest|portal|run_process|pause_writing|QueueHandler|QueueListener)\b"
)


def is_candidate(snippet: Snippet) -> bool:
    """Whether a program is alone with its event loop: no threads, no other processes, no packages to install."""
    sources = [snippet.source, *(path.read_text(encoding="utf-8") for path in snippet.local_modules)]
    return (
        any(module.split(".")[0] == "asyncio" for module in snippet.modules)
        and not snippet.needs
        and not snippet.dependencies
        and not any(_OUTSIDE.search(source) for source in sources)
    )


def candidates() -> list[Snippet]:
    """All of them."""
    return [snippet for snippet in every_snippet() if is_candidate(snippet)]


# A program starts threads of its own, has them started, or waits for its loop as another thread does.
_STARTS_THREADS = re.compile(
    r"\b(Thread|Timer|ThreadPoolExecutor|to_thread|run_in_executor|run_coroutine_threadsafe|QueueListener)\("
)
_BEYOND_THREADS = re.compile(
    r"\b(subprocess|multiprocessing|ProcessPoolExecutor|InterpreterPoolExecutor|interpreters|tkinter)\b"
)
# Programs with threads that have no stored trace, and why.
NOT_STORED = {
    "concepts/gil/loop_per_thread.py": "two loops that wait for bytes: the browser decides which of them come first",
    "howto/databases/database_is_locked.py": "SQLite waits in C code, during which a schedule lets no thread go on",
    "threads/free_threading/lock_around_the_counter.py": "twenty thousand turns, each of which would be recorded",
    "threads/free_threading/locked_iterator.py": "a thousand turns, of which a drawing has room for forty",
    "threads/locks/lock_order.py": "two thousand transfers, each of which would be recorded",
    "threads/thread_pools/map_reads_everything.py": "two thousand calls, each of which would be recorded",
    "threads/thread_pools/size_of_to_thread.py": "how many threads it has is up to the machine's cores",
}


def is_of_threads(snippet: Snippet) -> bool:
    """Whether a program has threads, and a trace that the tab gives: there, a schedule decides which thread goes on."""
    return (
        not snippet.needs
        and not snippet.dependencies
        and not snippet.local_modules
        and not is_candidate(snippet)
        and _STARTS_THREADS.search(snippet.source) is not None
        and not _BEYOND_THREADS.search(snippet.source)
        and snippet.name not in NOT_STORED
    )


def thread_programs() -> list[Snippet]:
    """All of them."""
    return [snippet for snippet in every_snippet() if is_of_threads(snippet)]


def bounded(events: Sequence[Event], first: int = 300) -> str:
    """A trace as it is stored: so many events and the last one, with times that are exact to a tenth of a millisecond.

    On the instant clock, each look at the time takes a nanosecond.
    """
    kept = list(events)
    if len(kept) > first + 1:
        cut = {key: kept[-1][key] for key in ("time", "process", "thread")}
        cut |= {"event": "events_cut", "detail": {"count": len(kept) - first - 1}}
        kept[first:-1] = [cut]
    lines = [event | {"time": round(event["time"], -2)} for event in kept]
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)


def record(programs: Sequence[Snippet], directory: Path) -> dict[str, str]:
    """The traces of programs by name, on a clock that jumps; without those that leave none: a signal ends them.

    Raises subprocess.CalledProcessError if they can't be recorded.
    """
    command = [PYTHON or sys.executable, _HARNESS, directory, *(snippet.path for snippet in programs)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    paths = {snippet.name: directory / f"{number}.jsonl" for number, snippet in enumerate(programs)}
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.exists()}


def agrees(events: Sequence[Event], snippet: Snippet) -> bool:
    """Whether a program printed on that clock what it prints on a real one, as far as the trace goes."""
    printed = "".join(
        event["detail"]["text"]
        for event in events
        if event["event"] == "printed" and event["detail"]["stream"] == "stdout"
    )
    lines = (snippet.transcript or "").splitlines(keepends=True)
    wanted = "".join(line for line in lines if not line.startswith((STDERR, EXIT)))
    cut = any(event["event"] == "events_cut" for event in events)
    return wanted.startswith(printed) if cut else wanted == printed


def parse(trace: str) -> list[Event]:
    """The events of a trace."""
    return [json.loads(line) for line in trace.splitlines()]
