"""Records the program of this process while it runs: its events go to the page in batches.

`worker.js` says before the program starts whether they are wanted, and asks for those that are new many times a second,
whenever no thread runs.
"""

import json
from typing import Any

from .. import browser
from ..base.memory import uncollected
from ..threads import scheduler
from . import portable, threads

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_wanted = False
_recorder: Any = None


def want() -> None:
    """The page wants the events of the program that is about to run."""
    global _wanted
    _wanted = True


def begin(program: str) -> None:
    """The program in a file starts. Nothing happens if nobody wants its events."""
    global _recorder
    if not _wanted or _recorder is not None:
        return
    recorder = portable.load().Recorder(program)
    recorder.output.listen()
    watcher = threads.Watcher(recorder)
    recorder.start()
    scheduler.watch(watcher)
    _recorder = recorder


def flush() -> None:
    """Tell the page what is new. It is called while all threads are suspended: no finalizer may run here."""
    if _recorder is not None:
        with uncollected():
            _tell(ended=False)


def finish() -> None:
    """The program is over: nothing more is recorded."""
    global _recorder
    if _recorder is None:
        return
    scheduler.watch(None)
    _recorder.stop()
    _tell(ended=True)
    _recorder = None


def _tell(ended: bool) -> None:
    lines = [_encode(event) for event in _recorder.buffer.fresh(_recorder.start_time, ended)]
    if lines:
        browser.tell_events("\n".join(lines))
