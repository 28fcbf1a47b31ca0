"""`sys.settrace` and `sys.setprofile`: a program's function isn't called for the kernel's frames, just as for C code.

So a debugger steps over kernel functions, and a trace function doesn't raise exceptions inside them. A profiler is told
of a call of the kernel as of one of a C function.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeAlias

from ..base import builtin
from ..base.tracebacks import caller, is_kernel

Function: TypeAlias = Callable[[FrameType, str, Any], Any] | None

_native_settrace, _native_setprofile = sys.settrace, sys.setprofile
_native_gettrace, _native_getprofile = sys.gettrace, sys.getprofile
_native_settraceallthreads: Callable[[Any], None] = getattr(sys, "_settraceallthreads", sys.settrace)
_native_setprofileallthreads: Callable[[Any], None] = getattr(sys, "_setprofileallthreads", sys.setprofile)


class _Outside:
    """Calls a program's function for the program's frames only."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[FrameType, str, Any], Any]) -> None:
        self.function = function

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        return None if is_kernel(frame.f_code.co_filename) else self.function(frame, event, argument)


class _Profiler(_Outside):
    """Also tells of the program's calls of the kernel: `c_call` and `c_return`."""

    __slots__ = ("_called",)

    def __init__(self, function: Callable[[FrameType, str, Any], Any]) -> None:
        super().__init__(function)
        self._called: set[FrameType] = set()  # the kernel's frames of whose call it was told

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        if not is_kernel(frame.f_code.co_filename):
            return self.function(frame, event, argument)
        outer = caller(frame)
        if outer is None or is_kernel(outer.f_code.co_filename):
            return None
        if event == "call":
            self._called.add(frame)
        elif event != "return" or frame not in self._called:
            return None  # it had begun before the profile
        else:
            self._called.remove(frame)
        return self.function(outer, f"c_{event}", _function_of(frame))


def _function_of(frame: FrameType) -> Any:
    """The function that a frame runs, found by its name."""
    found: Any = None
    for name in frame.f_code.co_qualname.split("."):
        found = frame.f_globals.get(name) if found is None else getattr(found, name, None)
    return found


def _outside(function: Function, kind: type[_Outside] = _Outside) -> Any:
    return None if function is None else kind(function)


def _inside(found: Any) -> Any:
    return found.function if isinstance(found, _Outside) else found


def settrace(function: Function, /) -> None:
    """Set the function to call when this thread enters functions, executes lines and so on (see `sys`)."""
    _native_settrace(_outside(function))


def setprofile(function: Function, /) -> None:
    """Set the function that is called as this thread enters and leaves functions."""
    _native_setprofile(_outside(function, _Profiler))


def gettrace() -> Function:
    """The function set by `settrace`."""
    function: Function = _inside(_native_gettrace())
    return function


def getprofile() -> Function:
    """The function set by `setprofile`."""
    function: Function = _inside(_native_getprofile())
    return function


def _settraceallthreads(function: Function, /) -> None:
    """As `settrace`, in all threads."""
    _native_settraceallthreads(_outside(function))


def _setprofileallthreads(function: Function, /) -> None:
    """As `setprofile`, in all threads."""
    _native_setprofileallthreads(_outside(function, _Profiler))


def install() -> None:
    """Replace these functions in `sys`."""
    functions = (settrace, setprofile, gettrace, getprofile, _settraceallthreads, _setprofileallthreads)
    builtin.provide("sys", functions, sys)
