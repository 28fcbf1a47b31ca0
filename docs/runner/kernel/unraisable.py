"""Exceptions that no caller can be given: `sys.unraisablehook` hears of them."""

import contextlib
import sys
from typing import Any

from .tracebacks import traceback_outside_kernel


def _arguments_type() -> Any:
    """What `sys.unraisablehook` is given: a type that has no name, so an instance is caught."""
    kinds = []
    former, sys.unraisablehook = sys.unraisablehook, lambda arguments: kinds.append(type(arguments))

    class Failing:
        def __del__(self) -> None:
            raise RuntimeError

    try:
        Failing()
    finally:
        sys.unraisablehook = former
    return kinds[0]


def report(error: BaseException, message: str) -> None:
    """Report an exception that no caller can be given."""
    tb = error.__traceback__ = traceback_outside_kernel(error.__traceback__)
    kind = _arguments_type()
    try:
        sys.unraisablehook(kind((type(error), error, tb, message, None)))
    except BaseException as second:
        hook, second.__traceback__ = sys.unraisablehook, traceback_outside_kernel(second.__traceback__)
        arguments = kind((type(second), second, second.__traceback__, "Exception ignored in sys.unraisablehook", hook))
        with contextlib.suppress(Exception):  # there may be nowhere to report to
            sys.__unraisablehook__(arguments)
