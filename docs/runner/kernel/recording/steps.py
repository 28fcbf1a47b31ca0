"""Stepping: a program pauses before each turn of a task, a callback or a thread until the page resumes it.

The description for the page is read from the loop while nothing runs: what runs next and at which line, what is ready
after that, and the loop's timers.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from .. import browser
from ..base.tracebacks import getframe
from ..threads import scheduler
from .own_loops import OwnLoops

# The most timers and callbacks of a loop that are reported; a program may have thousands.
_MOST = 12
# Coroutines that asyncio runs for itself, for example after the program; timeline/reading.js hides them, too.
_INTERNAL = re.compile(r"^BaseEventLoop\.shutdown_|\._\w+$")


class Steps:
    """Pauses the program before turns, while switched on."""

    def __init__(self, recorder: Any, trace: Any, flush: Callable[[], None]) -> None:
        self.on = False
        self._own_loops = OwnLoops(recorder.sources, self._before_own)
        self._recorder = recorder
        self._flush = flush  # sends the page the events so far
        self._step_of = trace.turns.step_of
        self._frames = trace.waits.frames
        self._of_function = trace.names.of_function
        recorder.before_turn = self._before_turn

    def switch(self, on: bool) -> None:
        """Start or stop pausing before each turn."""
        self.on = on
        self._own_loops.watch(on)

    def _before_own(self, name: str, frame: FrameType, others: list[str]) -> None:
        place = self._recorder.sources.place(frame)
        line = self._line_of_frame(frame) if place is not None and place.file is None else None
        self._stand({"text": name, "tasks": []}, line, others)

    def _before_turn(self, _actor: Any, handle: Any) -> None:
        if not self.on:
            return
        task = self._step_of(handle._callback)
        if task is None:
            self._stand(self._what(handle), self._line_of_function(handle._callback))
            return
        line = self._line_of_task(task)
        if line is None and _INTERNAL.search(getattr(task.get_coro(), "__qualname__", "")):
            return
        self._stand(self._what(handle), line)

    def before_thread(self, thread: scheduler.Thread, start: FrameType | None = None) -> None:
        """Pause before a thread's turn; `start` is the frame with which a new thread starts."""
        if not self.on:
            return
        actor = self._recorder.actors.get(thread.ident)
        what: dict[str, Any] = {"text": "", "tasks": [], "thread": actor.number if actor else None}
        if start is not None:
            self._stand(what, self._line_of_function(getattr(start.f_locals["self"], "_target", None)))
            return
        place = self._recorder.where(getframe(1))
        self._stand(what, place.line if place is not None and place.file is None else None)

    def _stand(self, what: dict[str, Any], line: int | None, others: list[str] | None = None) -> None:
        if not browser.can_suspend():
            return
        self._flush()
        thread = scheduler.current
        browser.stand(thread.ident, json.dumps({"next": what, "line": line, "others": others, **self._queues()}))
        browser.suspend(thread.ident, None, interruptible=False)
        scheduler.enter(thread.ident)

    def _queues(self) -> dict[str, Any]:
        """The queues of this thread's loop; the ready queue without the handle that is about to run."""
        events = sys.modules.get("asyncio.events")
        loop = events._get_running_loop() if events else None
        ready = getattr(loop, "_ready", None)
        if loop is None or ready is None:
            return {"ready": None, "timers": None}
        now = loop.time()
        timers = sorted((handle for handle in loop._scheduled if not handle._cancelled), key=lambda timer: timer._when)
        return {
            "ready": [self._what(handle) for handle in list(ready)[:_MOST] if not handle._cancelled],
            "timers": [
                self._what(timer) | {"seconds": max(0.0, round(timer._when - now, 6))} for timer in timers[:_MOST]
            ],
        }

    def _what(self, handle: Any) -> dict[str, Any]:
        """Describe a handle: a few words, and the numbers of the tasks whose names follow."""
        callback = handle._callback
        task = self._step_of(callback)
        owner: Any = getattr(callback, "__self__", None)
        if task is not None:
            text, tasks = "", [task]
        elif type(owner).__name__ == "Timeout":
            text, tasks = "timeout of" if owner._task else "timeout", [owner._task]
        else:
            tasks = list(_woken(next(iter(handle._args or ()), None), self._step_of))
            text = "wakes" if tasks else str(self._of_function(callback))
        numbers = [number for task in tasks if task and (number := self._recorder.tasks.number(task)) is not None]
        return {"text": text, "tasks": numbers}

    def _line_of_task(self, task: Any) -> int | None:
        """The line at which a task continues: the innermost one in the program."""
        line = None
        for frame in self._frames(task.get_coro()):
            place = self._recorder.sources.place(frame)
            if place is not None and place.file is None:
                line = self._line_of_frame(frame)
        return line

    def _line_of_frame(self, frame: FrameType) -> int:
        begins = frame.f_lineno == frame.f_code.co_firstlineno
        return _first_line(frame.f_code) or frame.f_lineno if begins else frame.f_lineno

    def _line_of_function(self, function: Any) -> int | None:
        function = getattr(function, "func", function)  # of a partial
        function = getattr(function, "__func__", function)
        code = getattr(function, "__code__", None)
        sources = self._recorder.sources
        if code is None or not sources.is_own(code) or sources.known[id(code)][0].file is not None:
            return None
        return _first_line(code) or int(code.co_firstlineno)


def _woken(future: Any, step_of: Any) -> Iterator[Any]:
    """The tasks that a future wakes."""
    for callback, _ in getattr(future, "_callbacks", None) or ():
        task = step_of(callback)
        if task is not None:
            yield task


def _first_line(code: Any) -> int | None:
    """The first line of a function's body."""
    lines = (line for _, _, line in code.co_lines() if line is not None and line > code.co_firstlineno)
    return next(lines, None)
