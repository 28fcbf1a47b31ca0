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
    r"\b(threading|Thread|to_thread|\w+Executor|run_in_executor|subprocess|multiprocessing|getaddrinfo|interpreters|"
    r"input\(|tracemalloc|pytest|unittest|portal|run_process|pause_writing|QueueHandler|QueueListener)\b"
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
