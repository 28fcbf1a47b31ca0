"""The descriptor functions of `os` for the kernel's descriptors; calls on Emscripten's own go to its C library.

Source: Modules/posixmodule.c of CPython 3.14.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from operator import index
from typing import Any, TypeVar

from .. import browser
from ..base.arguments import c_int, readable, writable
from ..base.errors import fail
from ..base.hooks import Hook
from . import pipes, table
from .memory import Segment
from .table import File

T = TypeVar("T")

_native_read, _native_write, _native_readv, _native_writev = os.read, os.write, os.readv, os.writev
_native_dup, _native_fstat, _native_isatty, _native_lseek = os.dup, os.fstat, os.isatty, os.lseek
_native_ftruncate = os.ftruncate
_native_readinto: Callable[[int, Any], int] = getattr(os, "readinto", lambda fd, buffer: 0)  # since Python 3.14
O_CLOEXEC, O_NONBLOCK = 0o2000000, 0o4000
_SEEK_DATA, _SEEK_HOLE = 3, 4
# Sends SIGPIPE before an error EPIPE; CPython ignores this signal by default.
broken_pipe: Hook[[], None] = Hook(lambda: None)


def wait(fd: int, file: File, attempt: Callable[[], T | None], sending: bool = False) -> T:
    """Wait until `attempt` returns something other than None, and return it.

    Raises BlockingIOError at once if `fd` is non-blocking, and after a socket's time-out (SO_RCVTIMEO).
    """
    result = attempt()
    if result is not None:
        return result
    if not file.blocking or not browser.can_suspend():
        raise fail(errno.EAGAIN)
    file.awaited()
    if not sending:
        file.wanted()

    def ready() -> bool:
        nonlocal result
        result = attempt()
        return result is not None

    file.waiting.wait(ready, file.patience(sending))
    if result is None:
        raise fail(errno.EAGAIN)
    return result


def read(fd: int, length: int, /) -> bytes:
    """Read at most `length` bytes; b"" at the end."""
    file = table.lookup(fd)
    if file is None:
        return _native_read(fd, length)
    if length < 0:
        raise fail(errno.EINVAL)
    return wait(fd, file, lambda: file.stream().read(length))


def readinto(fd: int, buffer: Any, /) -> int:
    """Read into a buffer; returns the number of bytes."""
    if table.lookup(fd) is None:
        return _native_readinto(fd, buffer)
    view = writable(buffer, "readinto")
    data = read(fd, len(view))
    view[: len(data)] = data
    return len(data)


def write(fd: int, data: Any, /) -> int:
    """Write what there is room for, waiting until there is some; returns the number of bytes."""
    file = table.lookup(fd)
    if file is None:
        return _native_write(fd, data)
    with readable(data) as source:
        return write_view(fd, file, source)


def write_view(fd: int, file: File, source: memoryview) -> int:
    """Write bytes: all of them to a blocking descriptor, unless a socket's time-out passes (SO_SNDTIMEO)."""
    sent = 0
    while True:
        with source[sent:] as rest:
            try:
                sent += wait(fd, file, lambda rest=rest: file.stream().write(rest), True)  # type: ignore[misc]
            except BlockingIOError:
                if not sent:
                    raise
                return sent
            except BrokenPipeError:
                broken_pipe()
                raise
        if sent >= len(source) or not file.blocking:
            return sent


def readv(fd: int, buffers: Sequence[Any], /) -> int:
    """Read into several buffers; returns the number of bytes."""
    if table.lookup(fd) is None:
        return _native_readv(fd, buffers)
    views = [writable(buffer, "readv") for buffer in buffers]
    data = read(fd, sum(map(len, views)))
    scatter(data, views)
    return len(data)


def scatter(data: bytes, views: Iterable[memoryview]) -> None:
    """Fill several buffers, one after the other."""
    at = 0
    for view in views:
        part = data[at : at + len(view)]
        view[: len(part)] = part
        at += len(part)


def writev(fd: int, buffers: Sequence[Any], /) -> int:
    """Write several buffers as one; returns the number of bytes."""
    if table.lookup(fd) is None:
        return _native_writev(fd, buffers)
    return write(fd, b"".join(readable(buffer) for buffer in buffers))


def close(fd: int) -> None:
    """Close a descriptor."""
    table.release(fd if isinstance(fd, int) else index(fd))


def closerange(low: int, high: int, /) -> None:
    """Close the descriptors from `low` up to, but not including, `high`."""
    for fd in range(low, min(high, 1 << 16)):
        try:
            table.release(fd)
        except OSError:
            if fd > table.last() + 256:
                return


def dup(fd: int, /) -> int:
    """Duplicate a descriptor."""
    file = table.lookup(fd)
    if file is not None:
        return table.install(file)
    copy = _native_dup(fd)
    table.set_inheritable(copy, False)
    return copy


def dup2(fd: int, fd2: int, inheritable: bool = True) -> int:
    """Make `fd2` a duplicate of `fd`."""
    if fd < 0 or fd2 < 0:
        raise fail(errno.EBADF)
    file = table.lookup(fd)
    if fd == fd2:
        table.check_descriptor(fd)
    elif file is None:
        table.check_descriptor(fd)
        table.forget(fd2)
        table.native_dup2(fd, fd2)
    else:
        table.install_at(fd2, file)
    table.set_inheritable(fd2, inheritable)
    return fd2


def pipe() -> tuple[int, int]:
    """Create a pipe; returns the descriptors to read from and to write to."""
    reader, writer = pipes.pair()
    return table.install(reader), table.install(writer)


def pipe2(flags: int, /) -> tuple[int, int]:
    """Create a pipe with flags, such as O_NONBLOCK."""
    both = pipe()
    if c_int(flags) & O_NONBLOCK:
        for fd in both:
            os.set_blocking(fd, False)
    return both


def fstat(fd: int) -> os.stat_result:
    """The status of a descriptor's file."""
    file = table.lookup(fd)
    result = _native_fstat(fd)
    if file is None:
        return result
    fields = list(result)
    if isinstance(file, Segment):
        fields[stat.ST_SIZE] = file.size()
    fields[stat.ST_MODE] = file.st_mode
    fields[stat.ST_INO] = file.inode
    return os.stat_result(fields)


def isatty(fd: int, /) -> bool:
    """Whether a descriptor refers to a terminal."""
    file = table.lookup(fd)
    return _native_isatty(fd) if file is None else file.is_terminal


def lseek(fd: int, position: int, whence: int, /) -> int:
    """Set the position. Pipes and sockets have none (ESPIPE). A file here has no holes except the one after its end."""
    if table.lookup(fd) is not None:
        raise fail(errno.ESPIPE)
    if whence in (_SEEK_DATA, _SEEK_HOLE):
        size = _native_fstat(fd).st_size
        if not 0 <= position < size:
            raise fail(errno.ENXIO)
        return _native_lseek(fd, position if whence == _SEEK_DATA else size, os.SEEK_SET)
    return _native_lseek(fd, position, whence)


def ftruncate(fd: int, length: int) -> None:
    """Set the length. Pipes and sockets have none (EINVAL)."""
    file = table.lookup(fd)
    if isinstance(file, Segment):
        file.resize(length)
    elif file is not None:
        raise fail(errno.EINVAL)
    else:
        _native_ftruncate(fd, length)


def umask(mask: int, /) -> int:
    """Set the umask; returns the previous one."""
    return browser.umask(mask & 0o777)


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace((read, readinto, write, readv, writev, close, closerange, dup, dup2, pipe, pipe2))
    replace((fstat, isatty, lseek, ftruncate))
    replace((umask,))
