"""Copying bytes between descriptors (`os.sendfile`, `os.splice`), and reading and writing at a position.

Source: sendfile(2), splice(2), copy_file_range(2), preadv(2), Modules/posixmodule.c of CPython 3.14.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..base.arguments import readable, writable
from ..base.errors import fail
from . import descriptors, table
from .pipes import PipeFile

_native_pread, _native_pwrite = os.pread, os.pwrite
_CHUNK = 1 << 20


def _seekable(fd: int) -> None:
    """Raise OSError (ESPIPE) for a pipe or socket."""
    if table.lookup(fd) is not None:
        raise fail(errno.ESPIPE)


def pread(fd: int, length: int, offset: int, /) -> bytes:
    """Read at a position."""
    _seekable(fd)
    return _native_pread(fd, length, offset)


def pwrite(fd: int, data: Any, offset: int, /) -> int:
    """Write at a position."""
    _seekable(fd)
    return _native_pwrite(fd, data, offset)


def preadv(fd: int, buffers: Sequence[Any], offset: int, flags: int = 0, /) -> int:
    """Read at a position into several buffers; returns the number of bytes."""
    views = [writable(buffer, "preadv") for buffer in buffers]
    data = pread(fd, sum(map(len, views)), offset)
    descriptors.scatter(data, views)
    return len(data)


def pwritev(fd: int, buffers: Sequence[Any], offset: int, flags: int = 0, /) -> int:
    """Write several buffers at a position; returns the number of bytes."""
    return pwrite(fd, b"".join(readable(buffer) for buffer in buffers), offset)


def _send_all(fd: int, data: memoryview) -> int:
    """Write what `fd` accepts: everything if it is blocking."""
    file = table.lookup(fd)
    if file is not None:
        return descriptors.write_view(fd, file, data)
    return os.write(fd, data)


def sendfile(out_fd: int, in_fd: int, offset: int | None, count: int) -> int:
    """Write bytes of a regular file to another descriptor; returns the number of bytes, 0 at the end."""
    table.check_descriptor(out_fd)
    table.check_descriptor(in_fd)
    if count < 0 or not stat.S_ISREG(os.fstat(in_fd).st_mode):
        raise fail(errno.EINVAL)
    start = os.lseek(in_fd, 0, os.SEEK_CUR) if offset is None else offset
    if start < 0:
        raise fail(errno.EINVAL)
    sent = 0
    while sent < count:
        data = _native_pread(in_fd, min(count - sent, _CHUNK), start + sent)
        if not data:
            break
        try:
            written = _send_all(out_fd, memoryview(data))
        except OSError:
            if not sent:
                raise
            break
        sent += written
        if written < len(data):
            break
    if offset is None:
        os.lseek(in_fd, start + sent, os.SEEK_SET)
    return sent


def _check_count(count: int) -> None:
    if count < 0:
        raise ValueError("negative value for 'count' not allowed")


def _copy(src: int, dst: int, count: int, offset_src: int | None, offset_dst: int | None) -> int:
    data = os.read(src, min(count, _CHUNK)) if offset_src is None else pread(src, min(count, _CHUNK), offset_src)
    if not data:
        return 0
    return _send_all(dst, memoryview(data)) if offset_dst is None else pwrite(dst, data, offset_dst)


def copy_file_range(
    src: int, dst: int, count: int, offset_src: int | None = None, offset_dst: int | None = None
) -> int:
    """Copy bytes from one regular file to another; returns the number of bytes."""
    _check_count(count)
    for fd in (src, dst):
        table.check_descriptor(fd)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise fail(errno.EINVAL)
    return _copy(src, dst, count, offset_src, offset_dst)


def splice(
    src: int, dst: int, count: int, offset_src: int | None = None, offset_dst: int | None = None, flags: int = 0
) -> int:
    """Move bytes from or to a pipe; returns the number of bytes."""
    _check_count(count)
    for fd, offset in ((src, offset_src), (dst, offset_dst)):
        table.check_descriptor(fd)
        if offset is not None and isinstance(table.lookup(fd), PipeFile):
            raise fail(errno.ESPIPE)
    target = table.lookup(dst)
    if not isinstance(table.lookup(src), PipeFile) and not isinstance(target, PipeFile):
        raise fail(errno.EINVAL)
    if isinstance(target, PipeFile):
        count = min(count, target.capacity)
    return _copy(src, dst, count, offset_src, offset_dst)


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace((pread, pwrite, preadv, pwritev, sendfile, copy_file_range, splice))
    for name, value in (("SPLICE_F_MOVE", 1), ("SPLICE_F_NONBLOCK", 2), ("SPLICE_F_MORE", 4)):
        setattr(os, name, value)
