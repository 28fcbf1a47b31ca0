"""The points at which CPython could preempt a thread, as the program's own code passes them.

CPython checks whether another thread wants to run (at its eval breaker) in three places: at the start of a function or
the resumption of a generator (RESUME, except in the middle of an `await` or `yield from`), when a loop jumps back
(JUMP_BACKWARD), and after a call of a C function (`_CHECK_PERIODIC` at the end of the instructions CALL…). In between,
it releases its lock only in system calls. `sys.monitoring` reports each: PY_START and PY_RESUME, JUMP, C_RETURN. Locks,
which are in C in CPython and in Python in the kernel, report themselves (threads/locks.py).

Few of the points in a library's code matter to the program: those at which it releases a lock that it has taken for the
program, as in `Queue.empty()`.

Source: Python/bytecodes.c of CPython 3.14: RESUME, JUMP_BACKWARD, CALL, CALL_KW, CALL_FUNCTION_EX.
"""

import sys
import threading
from collections.abc import Callable
from types import CodeType
from typing import Any

from ..base.tracebacks import getframe, outside_kernel
from ..threads import scheduler

# Tool ids without a predefined use; the recorder takes the first free one of them.
_TOOLS = (3, 4, 5)
# The argument of RESUME, which says where execution continues (Include/internal/pycore_opcode_utils.h).
_LOCATION, _AFTER_YIELD_FROM = 3, 2


class Points:
    """Calls the order of threads at each point where the running one could be preempted.

    Args:
        is_own: Whether code is the program's own.
    """

    def __init__(self, is_own: Callable[[CodeType], bool]) -> None:
        self._is_own = is_own
        # The program's own code in this run, by identity: the next run compiles it again, to equal code objects.
        self._known: dict[int, CodeType] = {}

    def start(self) -> None:
        """Begin, once for all runs: instrumenting the library's code takes as long as a run does.

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
        """Forget the code of a run that is over."""
        self._known.clear()

    def is_after_lock(self, taken: bool) -> bool:
        """Whether a thread that has taken or released a lock is at a point that matters."""
        frame = outside_kernel(getframe(1))
        if frame is not None and taken:
            return self._is_own(frame.f_code)
        while frame is not None and not self._is_own(frame.f_code):
            if frame.f_code in _STARTING:
                return False
            frame = frame.f_back
        return frame is not None


# The handshake between a thread and its starter isn't part of the program.
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
    """Do nothing: without this event, C_RETURN isn't reported."""


def _returns(_code: CodeType, _offset: int, _function: object, _first: object) -> None:
    _pass_point()
