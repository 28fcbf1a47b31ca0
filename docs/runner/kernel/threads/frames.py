"""Stack inspection (`sys._getframe`, `frame.f_back` and the like) without the kernel's frames.

The kernel stands for C code and the operating system, which have no frames: below a program and its threads, and
between interrupted code and a signal's handler. CPython's own functions know every green thread, running or suspended:
its thread state has the thread's identifier, and its chain of frames can be walked (thread-states.js).
"""

import gc
import sys
from operator import index
from types import FrameType, TracebackType
from typing import Any

from ..base import builtin
from ..base.tracebacks import caller, getframe, inner, outside_kernel
from . import scheduler

native_frames = sys._current_frames
_native_exceptions = sys._current_exceptions
_native_module_name: Any = getattr(sys, "_getframemodulename", None)  # since Python 3.12


def _current_frames() -> dict[int, FrameType]:
    """Each thread's topmost frame, by the thread's identifier."""
    alive = {thread.ident for thread in scheduler.alive}
    found = ((ident, outside_kernel(frame)) for ident, frame in native_frames().items() if ident in alive)
    return {ident: frame for ident, frame in found if frame is not None}


def _current_exceptions() -> dict[int, BaseException | None]:
    """The exception that each thread handles, by the thread's identifier."""
    alive = {thread.ident for thread in scheduler.alive}
    found: Any = _native_exceptions()  # typeshed differs from the documentation
    return {ident: error for ident, error in found.items() if ident in alive}


def _back(frame: FrameType) -> FrameType | None:
    previous = caller(frame)
    return None if previous is None else outside_kernel(previous)


def _getframe(depth: int = 0, /) -> FrameType:
    """The frame of the caller, or one `depth` calls further out. Raises ValueError if there is none."""
    left, frame = index(depth), outside_kernel(getframe(1))
    while left > 0 and frame is not None:
        left, frame = left - 1, _back(frame)
    if frame is None:
        raise ValueError("call stack is not deep enough")
    return frame


def _getframemodulename(depth: int = 0) -> str | None:
    """The name of the module of the caller's function, or of one `depth` calls further out; None if there is none."""
    try:
        wanted = _getframe(depth)  # counts from the caller: this function is the kernel's
    except ValueError:
        return None
    native_depth, frame = 0, getframe(0)
    while frame is not wanted:
        native_depth, frame = native_depth + 1, caller(frame)  # type: ignore[assignment]  # it is one of them
    name: str | None = _native_module_name(native_depth)
    return name


def install() -> None:
    """Replace these functions in `sys`."""
    functions = (_current_frames, _current_exceptions, _getframe, _getframemodulename)
    builtin.provide("sys", functions, sys)


def _replace(kind: type, name: str, attribute: property) -> None:
    """Replace an attribute of an immutable type."""
    import ctypes

    attributes: Any = gc.get_referents(kind.__dict__)[0]
    attributes[name] = attribute
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


def hide() -> None:
    """Hide the kernel from code that walks stacks or tracebacks: debuggers, `inspect`, `logging`, programs."""
    _replace(FrameType, "f_back", property(_back, doc="The frame that called this one."))
    set_next = vars(TracebackType)["tb_next"].__set__
    _replace(TracebackType, "tb_next", property(inner, set_next, doc="The entry of the function that was called."))
