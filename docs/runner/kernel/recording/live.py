"""Records the program of this process while it runs: its events go to the page in batches.

`worker.js` says before the program starts whether they are wanted, and asks for those that are new many times a second,
whenever no thread runs. The Python processes that a recorded program starts are recorded too; the machine puts the
events of all into one order, by their times (machine/traces.js).
"""

import json
import os
from typing import Any

from .. import browser
from ..base.memory import uncollected
from ..threads import scheduler
from . import portable, steps, threads

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_wanted = False
# What the program that started this process was recorded with: `passed_on` there.
_inherited: dict[str, Any] | None = None
_has_children = False
_recorder: Any = None
_steps: steps.Steps | None = None
_step_by_step = False


def want() -> None:
    """The page wants the events of the program that is about to run."""
    global _wanted
    _wanted = True


def inherit(recorded: dict[str, Any]) -> None:
    """The page wants the events of what this process is about to run, because it wants those of its parent."""
    global _wanted, _inherited
    _wanted, _inherited = True, recorded


def passed_on() -> dict[str, Any] | None:
    """What a process that this one is about to start has to know to be recorded with it; None if this one isn't."""
    global _has_children
    if _recorder is None:
        return _inherited  # of a shell
    _has_children = True
    return {"program": _recorder.sources.program, "start": _recorder.start_time}


class _Pids:
    """In the tab, the number of a process in the trace is the one that it has: the program's own is 1."""

    def of(self, process: Any) -> int:
        return getattr(process, "pid", None) or os.getpid()

    known = new = of


def holder(lock: Any) -> Any:
    """The task that holds one of asyncio's locks, if the program is recorded and a task does."""
    number = ((_recorder and _recorder.locks.owner(lock)) or {}).get("task")
    records = _recorder.tasks.records.values() if number else ()
    return next((record.ref() for record in records if record.number == number), None)


def step(by_step: bool) -> None:
    """Let the program stand before each turn from now on, or no more."""
    global _step_by_step
    _step_by_step = by_step
    if _steps is not None:
        _steps.switch(by_step)


def is_in_company() -> bool:
    """Whether other processes are recorded with this one."""
    return _has_children or _inherited is not None


def begin(program: str | None) -> None:
    """A program starts, whose main file has this path; None: it has none. Nothing happens if nobody wants its events.

    A program that another one starts is recorded whether it is a file or not, and its lines are seen from that one's.
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
    recorder.output.listen()
    _steps = steps.Steps(recorder, trace, flush)
    watcher = threads.Watcher(recorder, trace, _steps.before_thread, is_in_company)
    recorder.start()
    scheduler.watch(watcher)
    _recorder = recorder
    _steps.switch(_step_by_step)


def flush() -> None:
    """Tell the page what is new. It is called while all threads are suspended: no finalizer may run here."""
    if _recorder is not None:
        with uncollected():
            _tell(ended=False)


def finish() -> None:
    """The program is over: nothing more is recorded."""
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
    # A program that is alone tells its events in their order.
    times = "\n".join(str(time) for time, _ in found) if is_in_company() else ""
    browser.tell_events("\n".join(_encode(event) for _, event in found), times)
