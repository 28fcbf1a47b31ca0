"""The interpreter's C functions about threads that programs call through `ctypes.pythonapi`.

Source: Python/pystate.c of CPython 3.14.
"""

from typing import Any

from . import scheduler


class SetAsyncExc:
    """`PyThreadState_SetAsyncExc`: raises an exception in another thread when it next runs."""

    # Attributes that programs set on C functions.
    argtypes: Any = None
    restype: Any = None

    def __call__(self, ident: Any, exception: Any, /) -> int:
        """Raise an exception of a class in a thread; None cancels it. Returns how many threads have that `ident`."""
        # Both may be wrapped: c_ulong(ident), py_object(exception).
        wanted, error = (getattr(value, "value", value) for value in (ident, exception))
        found = [thread for thread in scheduler.alive if thread.ident == wanted]
        for thread in found:
            thread.asynchronous = error or None
        return len(found)


def install() -> None:
    """Replace the C function."""
    import ctypes

    setattr(ctypes.pythonapi, "PyThreadState_SetAsyncExc", SetAsyncExc())  # noqa: B010  (mypy knows no such attribute)
