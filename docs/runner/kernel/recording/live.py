"""Records the program of this process while it runs: its events go to the page in batches.

`worker.js` says before the program starts whether events are wanted, and asks for new ones many times a second, while
no thread runs. The Python processes that a recorded program starts are recorded too; the machine merges the events of
all of them in order of time (machine/traces.js).
"""

import json
import os
from types import CodeType
from typing import Any

from .. import browser
from ..base.memory import uncollected
from ..base.tracebacks import is_kernel
from ..threads import scheduler
from . import numbering, portable, steps, threads

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_wanted = False
# The recording settings of the program that started this process: the result of `passed_on` there.
_inherited: dict[str, Any] | None = None
_has_children = False
_recorder: Any = None
_steps: steps.Steps | None = None
_step_by_step = False


def want() -> None:
    """Record the next program: the page wants its events."""
    global _wanted
    _wanted = True


def inherit(recorded: dict[str, Any]) -> None:
    """Record the next program because its parent is recorded."""
    global _wanted, _inherited
    _wanted, _inherited = True, recorded


def passed_on() -> dict[str, Any] | None:
    """The recording settings for a child of this process; None if this one isn't recorded."""
    global _has_children
    if _recorder is None:
        return _inherited  # of a shell, which isn't recorded itself
    _has_children = True
    return {"program": _recorder.sources.program, "start": _recorder.start_time}


class _Pids:
    """Numbers of processes in a trace: in the tab, their identifiers; the program's is 1."""

    def of(self, process: Any) -> int:
        return getattr(process, "pid", None) or os.getpid()

    known = new = of


def _is_kernels(code: CodeType) -> bool:
    return is_kernel(code.co_filename)


def holder(lock: Any) -> Any:
    """The task that holds one of asyncio's locks, if the program is recorded and a task does."""
    number = ((_recorder and _recorder.locks.owner(lock)) or {}).get("task")
    records = _recorder.tasks.records.values() if number else ()
    return next((record.ref() for record in records if record.number == number), None)


def step(by_step: bool) -> None:
    """Set whether the program pauses before each turn."""
    global _step_by_step
    _step_by_step = by_step
    if _steps is not None:
        _steps.switch(by_step)


def is_in_company() -> bool:
    """Whether other processes are recorded with this one."""
    return _has_children or _inherited is not None


def begin(program: str | None) -> None:
    """Begin the recording of a program with a main file, None: without one. Does nothing if it isn't wanted.

    A child is recorded whether it has a file or not; its lines are relative to the parent's directory.
    """
    global _recorder, _steps
    if not _wanted or _recorder is not None or (program is None and _inherited is None):
        return
    trace = portable.load()
    inherited = _inherited or {"program": program, "start": None}
    recorder = trace.Recorder(
        inherited["program"],
        buffer=trace.buffer.Buffer(process=os.getpid()),
        start_time=inherited["start"],
        processes=_Pids(),
    )
    recorder.monitor.hides = _is_kernels
    recorder.output.listen()
    numbering.begin_recorded(recorder)
    _steps = steps.Steps(recorder, trace, flush)
    watcher = threads.Watcher(recorder, trace, _steps.before_thread, is_in_company)
    recorder.start()
    scheduler.watch(watcher)
    _recorder = recorder
    _steps.switch(_step_by_step)


def flush() -> None:
    """Send new events to the page. Called while all threads are suspended, so no finalizer may run here."""
    if _recorder is not None:
        with uncollected():
            _tell(ended=False)


def finish() -> None:
    """End the recording: the program is over."""
    global _recorder, _steps
    if _recorder is None:
        return
    if _steps is not None:
        _steps.switch(False)
    _steps = None
    scheduler.watch(None)
    _recorder.stop()
    _tell(ended=True)
    _recorder = None


def _tell(ended: bool) -> None:
    found = list(_recorder.buffer.fresh(_recorder.start_time, ended))
    if not found:
        return
    # The events of a single process are in order already.
    times = "\n".join(str(time) for time, _ in found) if is_in_company() else ""
    browser.tell_events("\n".join(_encode(event) for _, event in found), times)
