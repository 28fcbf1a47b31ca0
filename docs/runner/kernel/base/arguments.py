"""Argument conversion as in CPython's C code, with its messages (Python/getargs.c)."""

import math
import warnings
from operator import index
from typing import Any, Protocol, TypeAlias

Buffer: TypeAlias = bytes | bytearray | memoryview
_INT_MAX = 2**31 - 1
_LONGEST_TIME = (2**63 - 1) / 10**9  # seconds that fit as nanoseconds into 64 bits


def type_name(value: object) -> str:
    """The name of a value's type, as error messages show it."""
    return type(value).__name__


def c_int(value: Any) -> int:
    """A C int. Raises TypeError or OverflowError."""
    if type(value) is not int:
        value = index(value)
    if value > _INT_MAX:
        raise OverflowError("signed integer is greater than maximum")
    if value < -_INT_MAX - 1:
        raise OverflowError("signed integer is less than minimum")
    return int(value)


def readable(data: Any) -> memoryview:
    """The bytes of an object. Raises TypeError."""
    try:
        return memoryview(data).cast("B")
    except TypeError:
        if isinstance(data, memoryview):
            return memoryview(data.tobytes())  # one that isn't contiguous
        raise TypeError(f"a bytes-like object is required, not {type_name(data)!r}") from None


def writable(buffer: Any, caller: str) -> memoryview:
    """The bytes of a mutable object. Raises TypeError."""
    try:
        view = memoryview(buffer).cast("B")
    except TypeError:
        view = memoryview(b"")
    if view.readonly:
        raise TypeError(f"{caller}() argument 1 must be read-write bytes-like object, not {type_name(buffer)}")
    return view


def file_number(fileno: Any) -> int:
    """The descriptor given to `socket(fileno=…)`."""
    if isinstance(fileno, bool) or not isinstance(fileno, int):
        raise TypeError(f"'{type_name(fileno)}' object cannot be interpreted as an integer")
    if fileno < 0:
        raise ValueError("negative file descriptor")
    return fileno


def time_in_seconds(value: Any) -> float:
    """A time as CPython's clocks take it, in seconds. Raises TypeError, ValueError, OverflowError (Python/pytime.c)."""
    if isinstance(value, float):
        seconds = float(value)
        if math.isnan(seconds):
            raise ValueError("Invalid value NaN (not a number)")
    else:
        try:
            whole = index(value)
        except TypeError:
            raise TypeError(f"'{type_name(value)}' object cannot be interpreted as an integer or float") from None
        seconds = float(whole) if abs(whole) < _LONGEST_TIME else math.inf
    if abs(seconds) > _LONGEST_TIME:
        raise OverflowError("timestamp out of range for C PyTime_t")
    return seconds


def poll_timeout(timeout: Any, unit: int) -> int:
    """Convert a timeout to milliseconds for poll(2), negative: forever. A millisecond has `unit` of its units.

    Raises TypeError, ValueError, OverflowError.
    """
    try:
        milliseconds = math.ceil(time_in_seconds(timeout) * unit)
    except TypeError:
        raise TypeError("timeout must be an integer or None") from None
    if milliseconds > _INT_MAX:
        raise OverflowError("timeout is too large")
    return milliseconds


def checked_timeout(timeout: Any) -> float | None:
    """A timeout in seconds. Raises TypeError, ValueError or OverflowError."""
    if timeout is None:
        return None
    seconds = time_in_seconds(timeout)
    if seconds < 0:
        raise ValueError("Timeout value out of range")
    return seconds


class HasFileno(Protocol):
    """An object with a descriptor."""

    def fileno(self) -> int: ...


def descriptor(fd: int | HasFileno) -> int:
    """The descriptor number of an object. Raises TypeError, ValueError, OverflowError as PyObject_AsFileDescriptor."""
    if not isinstance(fd, int):
        fileno = getattr(fd, "fileno", None)
        if fileno is None:
            raise TypeError("argument must be an int, or have a fileno() method.")
        fd = fileno()
        if not isinstance(fd, int):
            raise TypeError("fileno() returned a non-integer")
    elif isinstance(fd, bool):
        warnings.warn("bool is used as a file descriptor", RuntimeWarning, stacklevel=3)
    fd = int(fd)
    if not -_INT_MAX - 1 <= fd <= _INT_MAX:
        raise OverflowError("Python int too large to convert to C int")
    if fd < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({fd})")
    return fd
