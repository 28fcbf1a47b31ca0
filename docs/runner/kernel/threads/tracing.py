"""`sys.settrace` and `sys.setprofile`: a program's function isn't called for the kernel's frames, just as for C code.

So a debugger steps over kernel functions, and a trace function doesn't raise exceptions inside them.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeAlias

from ..base import builtin
from ..base.tracebacks import is_kernel

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


def _outside(function: Function) -> Any:
    return None if function is None else _Outside(function)


def _inside(found: Any) -> Any:
    return found.function if isinstance(found, _Outside) else found


def settrace(function: Function, /) -> None:
    """Set the function to call when this thread enters functions, executes lines and so on (see `sys`)."""
    _native_settrace(_outside(function))


def setprofile(function: Function, /) -> None:
    """Set the function that is called as this thread enters and leaves functions."""
    _native_setprofile(_outside(function))


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
    _native_setprofileallthreads(_outside(function))


def install() -> None:
    """Replace these functions in `sys`."""
    functions = (settrace, setprofile, gettrace, getprofile, _settraceallthreads, _setprofileallthreads)
    builtin.provide("sys", functions, sys)
