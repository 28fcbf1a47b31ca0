"""Records the program of this process while it runs: its events go to the page in batches.

`worker.js` says before the program starts whether they are wanted, and asks for those that are new many times a second,
whenever no thread runs.
"""

import json
from typing import Any

from .. import browser
from ..base.memory import uncollected
from ..threads import scheduler
from . import portable, steps, threads

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_wanted = False
_recorder: Any = None
_steps: steps.Steps | None = None
_step_by_step = False


def want() -> None:
    """The page wants the events of the program that is about to run."""
    global _wanted
    _wanted = True


def step(by_step: bool) -> None:
    """Let the program stand before each turn from now on, or no more."""
    global _step_by_step
    _step_by_step = by_step
    if _steps is not None:
        _steps.switch(by_step)


def begin(program: str) -> None:
    """The program in a file starts. Nothing happens if nobody wants its events."""
    global _recorder, _steps
    if not _wanted or _recorder is not None:
        return
    trace = portable.load()
    recorder = trace.Recorder(program)
    recorder.output.listen()
    _steps = steps.Steps(recorder, trace, flush)
    watcher = threads.Watcher(recorder, _steps.before_thread)
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
    lines = [_encode(event) for event in _recorder.buffer.fresh(_recorder.start_time, ended)]
    if lines:
        browser.tell_events("\n".join(lines))
