"""On a clock that jumps to the next timer, a program gives the same trace each time, byte for byte."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from interleave_site.snippet import ROOT, Snippet, every_snippet
from tracing.programs import PYTHONS, read
from tracing.schema_check import errors

_HARNESS = Path(__file__).with_name("on_virtual_clock.py")
# What waits for something else than a timer has no place on such a clock.
_OUTSIDE = re.compile(
    r"\b(aiohttp|threading|Thread|to_thread|\w+Executor|run_in_executor|subprocess|multiprocessing|socket|selectors|signal|"
    r"start_server|open_connection|create_server|getaddrinfo|interpreters|input|os|uuid|tempfile|tracemalloc|pytest|unittest|"
    r"portal|run_process|service_runner)\b"
)
# And what computes until a time has come would do so for ever.
_BUSY = re.compile(r"while .*\b(monotonic|perf_counter|process_time|time)\(\)")


def _is_alone(snippet: Snippet) -> bool:
    sources = [snippet.source, *(path.read_text(encoding="utf-8") for path in snippet.local_modules)]
    return (
        "asyncio" in snippet.source
        and not snippet.needs
        and not snippet.dependencies
        and not any(_OUTSIDE.search(source) or _BUSY.search(source) for source in sources)
    )


PROGRAMS = [snippet for snippet in every_snippet() if _is_alone(snippet)]


@pytest.fixture(scope="module")
def directories(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The traces of two runs that have nothing in common but the programs."""
    found = []
    for seed in ("1", "2"):
        directory = tmp_path_factory.mktemp(f"run{seed}")
        subprocess.run(
            [PYTHONS[max(PYTHONS)], _HARNESS, directory, *(snippet.path for snippet in PROGRAMS)],
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        found.append(directory)
    return found


def test_most_programs_are_recorded() -> None:
    """The guide is about tasks."""
    assert len(PROGRAMS) >= 100


@pytest.mark.parametrize("number", range(len(PROGRAMS)), ids=lambda number: PROGRAMS[number].name)
def test_same_trace_twice(number: int, directories: list[Path]) -> None:
    """And each event fits the schema."""
    first, second = (directory / f"{number}.jsonl" for directory in directories)
    assert first.read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
    events = read(first)
    assert not [error for event in events for error in errors(event)]
    # Each turn that began has ended.
    turns = [
        event["event"] for event in events if event["event"] in ("before_task_step", "after_task_step", "task_exited")
    ]
    assert turns.count("before_task_step") <= turns.count("after_task_step") + turns.count("task_exited")
