"""The points at which CPython could preempt a thread, as the program's own code passes them.

CPython checks whether another thread wants to run (at its eval breaker) in three places: at the start of a function or
the resumption of a generator (RESUME, except in the middle of an `await` or `yield from`), when a loop jumps back
(JUMP_BACKWARD), and after a call of a C function (`_CHECK_PERIODIC` at the end of the instructions CALL…). In between,
it releases its lock only in system calls. `sys.monitoring` reports each: PY_START and PY_RESUME, JUMP, C_RETURN. Locks,
which are in C in CPython and in Python in the kernel, report themselves (threads/locks.py).

Few of the points in a library's code matter to the program: those at which it releases a lock that it has taken for the
program, as in `Queue.empty()`, and the last one before it returns, as after the `os.stat()` in `Path.exists()`. That
one is reported where the program's code continues after the call (INSTRUCTION), unless the call has released a lock. A
library function that the program runs in a thread has the same points as the program's own code: the target of a
`Thread` or `Timer`, or what was submitted to an executor. Functions that it calls count as any library's.

Source: Python/bytecodes.c of CPython 3.14: RESUME, JUMP_BACKWARD, CALL, CALL_KW, CALL_FUNCTION_EX.
"""

import functools
import opcode
import sys
import threading
import weakref
from collections.abc import Callable
from contextvars import Context
from types import CodeType, FrameType, FunctionType, MethodType
from typing import Any

from ..base.tracebacks import caller, getframe, outside_kernel
from ..processes import clock
from ..threads import locks, scheduler

# Tool ids without a predefined use; the recorder takes the first free one of them.
_TOOLS = (3, 4, 5)
# The argument of RESUME, which says where execution continues (Include/internal/pycore_opcode_utils.h).
_LOCATION, _AFTER_YIELD_FROM = 3, 2
_CALLS = {number for name, number in opcode.opmap.items() if name in ("CALL", "CALL_KW", "CALL_FUNCTION_EX")}
_CACHE = opcode.opmap.get("CACHE", 0)


class Points:
    """Calls the order of threads at each point where the running one could be preempted.

    Args:
        is_own: Whether code is the program's own.
    """

    def __init__(self, is_own: Callable[[CodeType], bool]) -> None:
        self._is_own = is_own
        # Code with points in this run, by identity: the program's own, which the next run compiles again, to equal code
        # objects, and library functions that are run in threads. And where such code continues after which call.
        self._known: dict[int, CodeType] = {}
        self._targets: dict[int, CodeType] = {}
        self._after: dict[int, dict[int, int]] = {}
        # The threads that the program's own code has started, by identity.
        self._started: dict[int, weakref.ref[Any]] = {}
        # Calls of library functions, by code object and offset, and those that have released a lock, with the thread.
        self._library_calls: set[tuple[int, int]] = set()
        self._locked_calls: set[tuple[int, int, int]] = set()
        self._watch: Callable[[CodeType, bool], None] = lambda code, on: None

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
        within = events.JUMP | events.CALL | events.INSTRUCTION
        callbacks = {
            events.PY_START: self._starts,
            events.PY_RESUME: _resumes,
            events.JUMP: self._jumps,
            events.CALL: self._calls,
            events.C_RETURN: self._returns,
            events.INSTRUCTION: self._goes_on,
        }
        for event, callback in callbacks.items():
            monitoring.register_callback(tool, event, callback)

        def watch(code: CodeType, on: bool) -> None:
            own = events.PY_START | events.PY_RESUME if id(code) in self._known else 0
            monitoring.set_local_events(tool, code, within | own if on else 0)

        self._watch = watch
        monitoring.set_events(tool, events.PY_START)

    def forget(self) -> None:
        """Forget what belongs to a run that is over."""
        for code in self._targets.values():
            self._watch(code, False)
        for each in (self._known, self._targets, self._after, self._started, self._library_calls, self._locked_calls):
            each.clear()

    def is_after_lock(self, taken: bool) -> bool:
        """Whether a thread that has taken or released a lock is at a point that matters."""
        frame = outside_kernel(getframe(1))
        if frame is not None and taken:
            return self._is_own(frame.f_code)
        while frame is not None:
            if self._is_own(frame.f_code):
                self._locked_calls.add((scheduler.current.ident, id(frame.f_code), frame.f_lasti))
                return True
            if frame.f_code in _STARTING:
                return False
            if _runs_target(frame.f_code):
                return self._is_of_program(frame)
            frame = caller(frame)
        return False

    # Events

    def _starts(self, code: CodeType, _offset: int) -> Any:
        if id(code) not in self._known:
            if code.co_qualname == _WORK:
                self._have_target(getframe(1).f_locals["task"][0])
                return None
            if not self._is_own(code):
                return sys.monitoring.DISABLE  # type: ignore[attr-defined,unused-ignore]
            self._known[id(code)] = code
            self._after[id(code)] = _after_calls(code)
            self._watch(code, True)
        _pass_point()
        return None

    def _jumps(self, code: CodeType, offset: int, destination: int) -> Any:
        if destination > offset:
            return sys.monitoring.DISABLE  # type: ignore[attr-defined,unused-ignore]
        if self._has_points(code):
            _pass_point()
        return None

    def _calls(self, code: CodeType, offset: int, called: Any, first: Any) -> None:
        """Note calls of library functions in Python. For functions in C, C_RETURN is reported if this event is."""
        function, first = (called.__func__, called.__self__) if isinstance(called, MethodType) else (called, first)
        if not isinstance(function, FunctionType):
            return
        if function.__code__ is _START:
            self._started[id(first)] = weakref.ref(first)
            self._have_target(getattr(first, "function", None) or getattr(first, "_target", None))
        elif not (self._is_own(function.__code__) or _reports_itself(function.__code__)):
            self._library_calls.add((id(code), offset))

    def _returns(self, code: CodeType, _offset: int, _function: object, _first: object) -> None:
        if self._has_points(code):
            _pass_point()

    def _goes_on(self, code: CodeType, offset: int) -> Any:
        """Before an instruction, of which those after a call of a library function are of interest."""
        call = self._after[id(code)].get(offset) if id(code) in self._after else None
        if call is None:
            return sys.monitoring.DISABLE  # type: ignore[attr-defined,unused-ignore]
        if (id(code), call) in self._library_calls and self._has_points(code):
            here = scheduler.current.ident, id(code), call
            if here in self._locked_calls:
                self._locked_calls.discard(here)
            else:
                _pass_point()
        return None

    # Library functions that the program runs in threads

    def _have_target(self, target: Any) -> None:
        """Give a function that a thread is about to run points, if it is a library's."""
        while isinstance(target, functools.partial):
            within = isinstance(getattr(target.func, "__self__", None), Context) and target.args  # asyncio.to_thread()
            target = target.args[0] if within else target.func
        code = getattr(getattr(target, "__func__", target), "__code__", None)
        if not isinstance(code, CodeType) or id(code) in self._targets or self._is_own(code):
            return
        self._targets[id(code)] = code
        self._after[id(code)] = _after_calls(code)
        self._watch(code, True)

    def _has_points(self, code: CodeType) -> bool:
        """Whether the code of an event is the program's own, or is run by the program in a thread."""
        if id(code) in self._known:
            return True
        frame = caller(getframe(2))
        return frame is not None and _runs_target(frame.f_code) and self._is_of_program(frame)

    def _is_of_program(self, frame: FrameType) -> bool:
        """Whether a frame of `Thread.run` and the like runs what the program wants to run, and not a library."""
        if frame.f_code.co_qualname == _WORK:
            return True
        thread = frame.f_locals["self"]
        started = self._started.get(id(thread))
        return started is not None and started() is thread


_START = threading.Thread.start.__code__
# The handshake between a thread and its starter isn't part of the program. A thread that has joined another was just
# chosen.
_STARTING = {
    _START,
    threading.Thread._bootstrap_inner.__code__,  # type: ignore[attr-defined]
    threading.Thread.join.__code__,
}
# Files of kernel functions that report their own points, or have waited: locks, and `sleep`.
_WITH_POINTS = {each.__code__.co_filename for each in (locks.Lock.acquire, clock.sleep)}
# The functions of CPython 3.14 that call a thread's target, or what was submitted to an executor.
_WORK = "WorkerContext.run"
_RUNNERS = {"Thread.run", "Timer.run", _WORK}


def _reports_itself(code: CodeType) -> bool:
    return code in _STARTING or code.co_filename in _WITH_POINTS


def _runs_target(code: CodeType) -> bool:
    return code.co_name == "run" and code.co_qualname in _RUNNERS


def _after_calls(code: CodeType) -> dict[int, int]:
    """The offsets of the instructions after calls, and of these calls."""
    found: dict[int, int] = {}
    operations = code.co_code[::2]
    for place, operation in enumerate(operations):
        if operation in _CALLS:
            after = place + 1
            while after < len(operations) and operations[after] == _CACHE:
                after += 1
            found[2 * after] = 2 * place
    return found


def _pass_point() -> None:
    if scheduler.order is not None:
        scheduler.order.point()


def _resumes(code: CodeType, offset: int) -> Any:
    if code.co_code[offset + 1] & _LOCATION >= _AFTER_YIELD_FROM:
        return sys.monitoring.DISABLE  # type: ignore[attr-defined,unused-ignore]
    _pass_point()
    return None
