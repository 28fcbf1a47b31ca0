"""What programs reach of the interpreter's C functions through `ctypes.pythonapi`, as far as it concerns threads.

Source: Python/pystate.c of CPython 3.14.
"""

from typing import Any

from . import scheduler


class SetAsyncExc:
    """`PyThreadState_SetAsyncExc`: raises an exception in another thread, as soon as that one runs."""

    # What programs declare of C functions.
    argtypes: Any = None
    restype: Any = None

    def __call__(self, ident: Any, exception: Any, /) -> int:
        """Raise a class of exceptions in a thread; None takes it back. Returns how many threads have that `ident`."""
        # Both may be wrapped: c_ulong(ident), py_object(exception).
        wanted, error = (getattr(value, "value", value) for value in (ident, exception))
        found = [thread for thread in scheduler.alive if thread.ident == wanted]
        for thread in found:
            thread.asynchronous = error or None
        return len(found)


def install() -> None:
    """Take the place of the C function."""
    import ctypes

    setattr(ctypes.pythonapi, "PyThreadState_SetAsyncExc", SetAsyncExc())  # noqa: B010  (mypy knows no such attribute)
