"""Where the kernel calls the program's code: preemption is allowed there, and nowhere else in the kernel.

So a check and the wait that follows it are one step in all other functions of the kernel.
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
    """Mark a function of the kernel that calls the program's code and may be interrupted meanwhile."""
    _entries.add(function.__code__)
    return function


@contextmanager
def running_program(code: CodeType) -> Iterator[None]:
    """Let code of the kernel's, made at run time, call the program's and be interrupted meanwhile."""
    _entries.add(code)
    try:
        yield
    finally:
        _entries.discard(code)


def preemptible(frame: FrameType | None) -> bool:
    """Whether the interrupted code is the program's or a library's: nothing of the kernel stands above it."""
    while frame is not None:
        code = frame.f_code
        if is_kernel(code.co_filename):
            return code in _entries
        frame = caller(frame)
    return False


def may_wait() -> bool:
    """Whether the function that the program called may wait: not in a finalizer that runs amid the kernel's work."""
    return browser.can_suspend() and preemptible(getframe(2))
