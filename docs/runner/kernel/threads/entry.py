"""Marks where the kernel calls the program's code: preemption is allowed there, and nowhere else in the kernel.

In all other functions of the kernel, a check and the wait that follows it are therefore one step.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, TypeVar

from .. import browser
from ..base.tracebacks import caller, getframe, is_kernel

F = TypeVar("F", bound=Callable[..., Any])

_entries: set[CodeType] = set()


def runs_program(function: F) -> F:
    """Mark a kernel function that calls the program's code and may be interrupted during the call."""
    _entries.add(function.__code__)
    return function


@contextmanager
def running_program(code: CodeType) -> Iterator[None]:
    """Mark kernel code created at run time as code that calls the program's and may be interrupted meanwhile."""
    _entries.add(code)
    try:
        yield
    finally:
        _entries.discard(code)


def preemptible(frame: FrameType | None) -> bool:
    """Whether the interrupted code is the program's or a library's, and no kernel function called it but those marked.

    A marked function's own code is the kernel's: an exception of a signal's handler would find nobody there who handles
    it, for instance before the program's first line and after its last one.
    """
    return frame is not None and not is_kernel(frame.f_code.co_filename) and _is_entered(frame)


def _is_entered(frame: FrameType | None) -> bool:
    while frame is not None:
        code = frame.f_code
        if is_kernel(code.co_filename):
            return code in _entries
        frame = caller(frame)
    return False


def may_wait() -> bool:
    """Whether the called kernel function may wait: not in a finalizer that interrupted other kernel code."""
    return browser.can_suspend() and _is_entered(getframe(2))
