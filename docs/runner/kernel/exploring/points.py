"""Where CPython could preempt a thread: the program's own code tells as it passes these points.

CPython looks whether another thread wants to run (at its eval breaker) in three places: as a function starts or a
generator goes on (RESUME, but not where an `await` or `yield from` goes on), as a loop jumps back (JUMP_BACKWARD), and
after a call of a C function (`_CHECK_PERIODIC` at the end of the instructions CALL…). Between them it lets go of its
lock only in system calls. `sys.monitoring` tells of each: PY_START and PY_RESUME, JUMP, C_RETURN. Locks, which CPython
has in C and the kernel in Python, tell by themselves (threads/locks.py).

Of the points in a library's code, few make a difference to the program: those where it gives a lock back that it has
taken for the program, as `Queue.empty()` does.

Source: Python/bytecodes.c of CPython 3.14: RESUME, JUMP_BACKWARD, CALL, CALL_KW, CALL_FUNCTION_EX.
"""

import sys
import threading
from collections.abc import Callable
from types import CodeType
from typing import Any

from ..base.tracebacks import getframe, outside_kernel
from ..threads import scheduler

# Tools without a name of their own in the documentation; the recorder takes the first of them that is free.
_TOOLS = (3, 4, 5)
# What the argument of RESUME says of where it goes on (Include/internal/pycore_opcode_utils.h).
_LOCATION, _AFTER_YIELD_FROM = 3, 2


class Points:
    """Tells the order of the threads when the running one could be preempted.

    Args:
        is_own: whether code is the program's own.
    """

    def __init__(self, is_own: Callable[[CodeType], bool]) -> None:
        self._is_own = is_own
        # The program's own code in the run that goes on, by its identity: the next run compiles it anew, to equal code.
        self._known: dict[int, CodeType] = {}

    def start(self) -> None:
        """Begin, for all runs: to instrument the library's code takes as long as a run does.

        Without a free tool of `sys.monitoring`, the only points are where locks are taken and released.
        """
        monitoring: Any = getattr(sys, "monitoring", None)  # since Python 3.12
        free = [tool for tool in _TOOLS if monitoring.get_tool(tool) is None] if monitoring else []
        if not free:
            return
        tool = free[-1]
        monitoring.use_tool_id(tool, "schedules")
        events = monitoring.events
        local = events.PY_START | events.PY_RESUME | events.JUMP | events.CALL

        def starts(code: CodeType, _offset: int) -> Any:
            if id(code) not in self._known:
                if not self._is_own(code):
                    return monitoring.DISABLE
                self._known[id(code)] = code
                monitoring.set_local_events(tool, code, local)
            _pass_point()
            return None

        monitoring.register_callback(tool, events.PY_START, starts)
        monitoring.register_callback(tool, events.PY_RESUME, _resumes)
        monitoring.register_callback(tool, events.JUMP, _jumps)
        monitoring.register_callback(tool, events.CALL, _calls)
        monitoring.register_callback(tool, events.C_RETURN, _returns)
        monitoring.set_events(tool, events.PY_START)

    def forget(self) -> None:
        """The run is over."""
        self._known.clear()

    def is_after_lock(self, taken: bool) -> bool:
        """Whether a thread that has taken a lock, or given one back, is at a point that makes a difference."""
        frame = outside_kernel(getframe(1))
        if frame is not None and taken:
            return self._is_own(frame.f_code)
        while frame is not None and not self._is_own(frame.f_code):
            if frame.f_code in _STARTING:
                return False
            frame = frame.f_back
        return frame is not None


# What a thread and the one that starts it say to each other is none of the program's.
_STARTING = {threading.Thread.start.__code__, threading.Thread._bootstrap_inner.__code__}  # type: ignore[attr-defined]


def _pass_point() -> None:
    if scheduler.order is not None:
        scheduler.order.point()


def _resumes(code: CodeType, offset: int) -> Any:
    if code.co_code[offset + 1] & _LOCATION >= _AFTER_YIELD_FROM:
        return sys.monitoring.DISABLE  # type: ignore[attr-defined,unused-ignore]
    _pass_point()
    return None


def _jumps(_code: CodeType, offset: int, destination: int) -> Any:
    if destination > offset:
        return sys.monitoring.DISABLE  # type: ignore[attr-defined,unused-ignore]
    _pass_point()
    return None


def _calls(_code: CodeType, _offset: int, _function: object, _first: object) -> None:
    """Without this event there is none of the return."""


def _returns(_code: CodeType, _offset: int, _function: object, _first: object) -> None:
    _pass_point()
