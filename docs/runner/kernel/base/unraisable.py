"""Exceptions and warnings from code without a caller, such as finalizers (`sys.unraisablehook`)."""

import contextlib
import sys
import warnings
from types import TracebackType
from typing import Any

from . import builtin
from .tracebacks import getframe, outside_kernel, traceback_without_kernel

_native_hook = sys.unraisablehook


def _arguments_type() -> Any:
    """The type of `sys.unraisablehook`'s argument, which has no name: found through an instance."""
    kinds = []
    former, sys.unraisablehook = sys.unraisablehook, lambda unraisable: kinds.append(type(unraisable))

    class Failing:
        def __del__(self) -> None:
            raise RuntimeError

    try:
        Failing()
    finally:
        sys.unraisablehook = former
    return kinds[0]


Arguments = _arguments_type()


def report(error: BaseException, message: str | None, source: object = None) -> None:
    """Report an exception that can't be raised in a caller."""
    try:
        sys.unraisablehook(arguments(error, message, source))
    except BaseException as second:
        given = arguments(second, "Exception ignored in sys.unraisablehook", sys.unraisablehook)
        with contextlib.suppress(Exception):  # at the end, there may be no hook or stream left
            sys.__unraisablehook__(given)


def arguments(error: BaseException, message: str | None, source: object) -> Any:
    """The argument for `sys.unraisablehook`."""
    tb = traceback_without_kernel(error.__traceback__)
    frame = outside_kernel(getframe(1))
    if tb is None and frame is not None:  # where the program was, as for what C code raises
        tb = TracebackType(None, frame, frame.f_lasti, frame.f_lineno)
    error.__traceback__ = tb
    return Arguments((type(error), error, tb, message, source))


def unraisablehook(unraisable: Any, /) -> None:
    """Print an exception that can't be raised in a caller, as CPython does."""
    if isinstance(unraisable, Arguments) and isinstance(unraisable.exc_value, BaseException):
        unraisable = arguments(unraisable.exc_value, unraisable.err_msg, unraisable.object)
    _native_hook(unraisable)


def warn_unclosed(kind: str, source: object) -> None:
    """Issue the ResourceWarning for a file or socket that is finalized, at the program's current line."""
    message = f"unclosed {source!r}" if kind == "socket" else f"unclosed {kind} {source!r}"
    frame = outside_kernel(getframe(1))
    names: dict[str, Any] = {"__name__": "sys"} if frame is None else frame.f_globals
    place = ("<sys>", 0) if frame is None else (frame.f_code.co_filename, frame.f_lineno)
    module, registry = names.get("__name__") or "<unknown>", names.setdefault("__warningregistry__", {})
    try:
        warnings.warn_explicit(message, ResourceWarning, *place, module, registry, source=source if frame else None)
    except Warning as error:
        report(error, f"Exception ignored while finalizing {kind} {source!r}")


def install() -> None:
    """Replace the function in `sys`."""
    builtin.provide("sys", [unraisablehook], sys)
    setattr(sys, "__unraisablehook__", sys.unraisablehook)  # noqa: B010  (mypy lets no function be assigned)
