"""Leaves the kernel out of tracebacks, which on a machine don't show C code or the operating system either."""

import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType, FunctionType, SimpleNamespace, TracebackType
from typing import Any

_KERNEL = __file__.rpartition("/base/")[0] + "/"
# CPython's own functions, which don't skip the kernel's frames (see frames).
getframe = sys._getframe
_back: Callable[[FrameType], FrameType | None] = vars(FrameType)["f_back"].__get__
_next: Callable[[TracebackType], TracebackType | None] = vars(TracebackType)["tb_next"].__get__


def is_kernel(path: str) -> bool:
    """Whether a file is one of the kernel's."""
    return path.startswith(_KERNEL)


def outside_kernel(frame: FrameType | None) -> FrameType | None:
    """A frame, or the one that called into the kernel."""
    while frame is not None and is_kernel(frame.f_code.co_filename):
        frame = _back(frame)
    return frame


def caller(frame: FrameType) -> FrameType | None:
    """The frame that called this one, even if it is the kernel's."""
    return _back(frame)


def inner(tb: TracebackType) -> TracebackType | None:
    """The next entry of a traceback that isn't the kernel's."""
    found = _next(tb)
    while found is not None and is_kernel(found.tb_frame.f_code.co_filename):
        found = _next(found)
    return found


def frames_outside_kernel(frame: FrameType | None, last: FrameType | None = None) -> Iterator[FrameType]:
    """The frames of a stack, or those down to `last`, except the kernel's; the innermost first."""
    while frame is not None:
        if not is_kernel(frame.f_code.co_filename):
            yield frame
        frame = None if frame is last else _back(frame)


def traceback_outside_kernel(tb: TracebackType | None) -> TracebackType | None:
    """A traceback without the kernel's frames at its bottom."""
    while tb is not None and is_kernel(tb.tb_frame.f_code.co_filename):
        tb = tb.tb_next
    return tb


def traceback_without_kernel(tb: TracebackType | None) -> TracebackType | None:
    """A traceback without any of the kernel's frames."""
    entries = []
    while tb is not None:
        entries.append(tb)
        tb = _next(tb)
    for entry in reversed(entries):
        if is_kernel(entry.tb_frame.f_code.co_filename):
            continue
        same = _next(entry) is tb
        tb = entry if same else TracebackType(tb, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return tb


def _without_kernel(walk: Callable[..., Iterator[tuple[Any, Any]]]) -> Callable[..., Iterator[tuple[Any, Any]]]:
    def walk_without_kernel(start: Any) -> Iterator[tuple[Any, Any]]:
        for frame, position in walk(start):
            if not is_kernel(frame.f_code.co_filename):
                yield frame, position

    return walk_without_kernel


def install() -> None:
    """Make the module `traceback`, which prints every traceback since CPython 3.13, skip the kernel's frames."""
    for name in ("walk_tb", "walk_stack", "_walk_tb_with_full_positions"):
        setattr(traceback, name, _without_kernel(getattr(traceback, name)))
    warnings._warn_unawaited_coroutine = _warn_unawaited_coroutine  # type: ignore[attr-defined]
    warnings._showwarnmsg = partial(_show_at_program, warnings._showwarnmsg)  # type: ignore[attr-defined]


def _show_at_program(show: Callable[[Any], None], message: Any) -> None:
    """Show a warning. One of C code that the kernel called is given the line of the program that called the kernel."""
    frame = outside_kernel(getframe(1)) if is_kernel(message.filename) else None
    if frame is not None:
        message.filename, message.lineno = frame.f_code.co_filename, frame.f_lineno
    show(message)


def _warn_unawaited_coroutine(coroutine: Any) -> None:
    if outside_kernel(getframe(1)) is None:  # it was dropped as the program ended
        message = f"coroutine '{coroutine.__qualname__}' was never awaited"
        warnings.warn_explicit(message, RuntimeWarning, "<sys>", 0)
    else:
        _original_warning(coroutine)


# The standard library's function, with a `warn` that skips the kernel's frames.
_original = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
_warn = partial(warnings.warn, skip_file_prefixes=(_KERNEL,))
_original_warning = FunctionType(
    _original.__code__, _original.__globals__ | {"warn": _warn, "_wm": SimpleNamespace(warn=_warn)}, _original.__name__
)
