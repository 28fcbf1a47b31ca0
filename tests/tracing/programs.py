"""Runs programs with and without a recorder."""

import json
import os
import subprocess
from pathlib import Path
from textwrap import dedent
from typing import Any

import native
from tracing.schema_check import RUNNER, errors

PYTHONS = {version: path for version, path in native.interpreters().items() if version >= (3, 12)}
Event = dict[str, Any]


def write(directory: Path, source: str, name: str = "program.py") -> Path:
    """A program as a file."""
    path = directory / name
    path.write_text(dedent(source), encoding="utf-8")
    return path


def run(python: Path, *words: str | Path, cwd: Path) -> tuple[str, str, int]:
    """What a command printed on both streams, and how it ended."""
    process = subprocess.Popen(
        [python, *words],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(RUNNER), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        out, err = process.communicate(timeout=native.TIME_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return out, err, process.returncode


def read(path: Path) -> list[Event]:
    """The events of a trace, each of which fits the schema."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for event in found:
        assert not errors(event), errors(event)
    times = [event["time"] for event in found]
    assert times == sorted(times)
    assert found[-1]["event"] == "program_ended"
    assert "recorder_failed" not in found[-1].get("detail", {}), found[-1]
    return found


def record(python: Path, source: str, directory: Path, *arguments: str) -> list[Event]:
    """The trace of a program."""
    path = write(directory, source)
    trace = directory / "trace.jsonl"
    words = ["-m", "interleave", "trace", "-o", str(trace), path.name, *arguments]
    out, err, code = run(python, *words, cwd=directory)
    assert trace.exists(), (out, err, code)
    return read(trace)


def select(events: list[Event], *names: str, **wanted: Any) -> list[Event]:
    """The events of these names, whose task, line or details are as wanted."""
    return [
        event
        for event in events
        if event["event"] in names
        and all({**event.get("detail", {}), **event}.get(key) == value for key, value in wanted.items())
    ]


def number(events: list[Event], name: str) -> int:
    """The number of the task with a name."""
    (found,) = {event["task"] for event in select(events, "task_spawned", "task_named", name=name)}
    return int(found)


def waits(events: list[Event], task: int) -> list[tuple[int, Event]]:
    """What a task waited for, and at which line."""
    return [
        (e["line"], e["detail"]["wait"]) for e in select(events, "after_task_step", task=task) if "wait" in e["detail"]
    ]
