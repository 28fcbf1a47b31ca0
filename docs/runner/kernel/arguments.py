"""Arguments as CPython's C code takes them, with its messages (Python/getargs.c)."""

from math import isnan
from operator import index
from typing import Any, Protocol, TypeAlias

Buffer: TypeAlias = bytes | bytearray | memoryview
_INT_MAX = 2**31 - 1
_LONGEST_TIMEOUT = 9223372036.0  # seconds that fit as nanoseconds into 64 bits


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
    """The bytes of an object that can be changed. Raises TypeError."""
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


def checked_timeout(timeout: Any) -> float | None:
    """A timeout in seconds. Raises TypeError, ValueError or OverflowError."""
    if timeout is None:
        return None
    if not isinstance(timeout, (int, float)):
        timeout = index(timeout)
    seconds = float(timeout)
    if isnan(seconds):
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("Timeout value out of range")
    if seconds > _LONGEST_TIMEOUT:
        raise OverflowError("timestamp out of range for platform time_t")
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
    fd = c_int(fd)
    if fd < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({fd})")
    return fd
