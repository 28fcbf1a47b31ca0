"""File functions of `os` that Emscripten's C library lacks or gets wrong.

Source: memfd_create(2), posix_fallocate(3), posix_fadvise(2), mknod(2), Modules/posixmodule.c of CPython 3.14.
"""

import errno
import os
import stat
import tempfile
import warnings
from collections.abc import Callable, Iterable
from operator import index
from typing import Any

from .. import browser
from ..base.arguments import descriptor
from ..base.errors import fail
from ..base.linux import OS
from . import table

_native_access, _native_symlink, _native_readlink = os.access, os.symlink, os.readlink
_native_stat = os.stat
_native_pathconf, _native_fpathconf, _native_utime = os.pathconf, os.fpathconf, os.utime
_UINT_MAX, _DEVICE_MAX = 2**32 - 1, 2**64 - 1
_NO_DEVICE = -1
_CLOEXEC = OS["MFD_CLOEXEC"]
_LONGEST_NAME = 249
_ADVICES = range(6)


def memfd_create(name: Any, flags: int = _CLOEXEC) -> int:
    """Create an unnamed file in memory. Raises OSError (EINVAL) for flags other than MFD_CLOEXEC."""
    if flags & ~_CLOEXEC or len(os.fsencode(name)) > _LONGEST_NAME:
        raise fail(errno.EINVAL)
    fd, path = tempfile.mkstemp(prefix="memfd-")
    os.unlink(path)
    os.set_inheritable(fd, not flags & _CLOEXEC)
    return fd


def _check_regular(fd: int, other: int) -> None:
    """Raise OSError unless `fd` is a regular file: EBADF if it isn't open, ESPIPE for a pipe, otherwise `other`."""
    table.check_descriptor(fd)
    mode = os.fstat(fd).st_mode
    if stat.S_ISFIFO(mode):
        raise fail(errno.ESPIPE)
    if not stat.S_ISREG(mode):
        raise fail(other)


def posix_fallocate(fd: int, offset: int, length: int, /) -> None:
    """Extend a file to at least `offset + length` bytes. Raises OSError."""
    if index(offset) < 0 or index(length) <= 0:
        raise fail(errno.EINVAL)
    _check_regular(fd, errno.ENODEV)
    if os.fstat(fd).st_size < offset + length:
        os.ftruncate(fd, offset + length)


def posix_fadvise(fd: int, offset: int, length: int, advice: int, /) -> None:
    """Check the arguments. Files are in memory, so advice about reading has no effect. Raises OSError."""
    table.check_descriptor(fd)
    if stat.S_ISFIFO(os.fstat(fd).st_mode):
        raise fail(errno.ESPIPE)
    if index(length) < 0 or advice not in _ADVICES:
        raise fail(errno.EINVAL)


def _at(path: Any, dir_fd: int | None) -> Any:
    """A path as seen from an open directory. Raises OSError: EBADF, ENOTDIR."""
    if dir_fd is None or os.path.isabs(path):
        return path
    if isinstance(dir_fd, bool):
        warnings.warn("bool is used as a file descriptor", RuntimeWarning, stacklevel=1)  # shown at the program's line
    table.check_descriptor(dir_fd)
    if not stat.S_ISDIR(os.fstat(dir_fd).st_mode):
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
    return os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), os.fsdecode(path))


def access(
    path: Any,
    mode: int,
    *,
    dir_fd: int | None = None,
    effective_ids: bool = False,
    follow_symlinks: bool = True,
) -> bool:
    """Whether this user may access a file in a mode."""
    if not follow_symlinks and os.path.islink(_at(path, dir_fd)):
        return True
    return _native_access(_at(path, dir_fd), mode)


def symlink(src: Any, dst: Any, target_is_directory: bool = False, *, dir_fd: int | None = None) -> None:
    """Make a symbolic link."""
    _native_symlink(src, _at(dst, dir_fd))


def stat_of(path: Any, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> os.stat_result:
    """The status of a file, also of a pipe or socket given by descriptor or by a descriptor's name."""
    fd = path if type(path) is int else table.named(path) if follow_symlinks else None
    if type(path) is int and not follow_symlinks:
        raise ValueError("stat: cannot use fd and follow_symlinks together")
    # A descriptor's name leads to its file even if the file has been unlinked.
    if fd is not None and dir_fd is None and (table.lookup(fd) is not None or (fd is not path and table.is_open(fd))):
        return os.fstat(fd)
    return _native_stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


# The module `stat` occupies the name.
stat_of.__name__ = stat_of.__qualname__ = "stat"


def readlink(path: Any, *, dir_fd: int | None = None) -> Any:
    """The target of a symbolic link; for a descriptor below /proc/self/fd, the kind and number of its file."""
    name = os.fspath(path)
    fd = table.named(name)
    if fd is not None and name.startswith("/dev/std"):
        return f"/proc/self/fd/{fd}"
    file = None if fd is None else table.lookup(fd)
    if fd is not None and file is not None:
        return file.link.format(inode=os.fstat(fd).st_ino)
    return _native_readlink(path, dir_fd=dir_fd)


def mknod(path: Any, mode: int = 0o600, device: int = 0, *, dir_fd: int | None = None) -> None:
    """Create a regular file, or a socket's. Raises OSError for other kinds, which can't be created here."""
    kind = stat.S_IFMT(mode)
    if kind not in (0, stat.S_IFREG, stat.S_IFSOCK):
        if kind == stat.S_IFIFO:
            os.mkfifo(path, mode, dir_fd=dir_fd)
        raise fail(errno.EPERM if kind in (stat.S_IFCHR, stat.S_IFBLK, stat.S_IFDIR) else errno.EINVAL)
    try:
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode & 0o7777 & ~browser.umask(-1), dir_fd=dir_fd)
    except OSError as error:
        raise fail(error.errno or errno.EIO) from None  # it has no file name
    if kind == stat.S_IFSOCK:
        browser.make_socket(fd)
    os.close(fd)


def utime(
    path: Any, times: Any = None, *, ns: Any = None, dir_fd: int | None = None, follow_symlinks: bool = True
) -> None:
    """Set the times of a file, rounded to the microsecond: Emscripten's C library would truncate them."""
    pair = isinstance(times, tuple) and len(times) == 2 and all(isinstance(value, (int, float)) for value in times)
    if pair and ns is None:
        times, ns = None, tuple(round(value * 10**6) * 1000 for value in times)
    given = {} if ns is None else {"ns": ns}
    _native_utime(path, times, **given, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def pathconf(path: Any, name: str | int) -> int:
    """A limit of the file system. Raises OSError (EBADF) for a descriptor that isn't open."""
    if isinstance(path, int):
        try:
            table.check_descriptor(path)
        except OSError as error:
            raise OSError(error.errno, os.strerror(errno.EBADF), path) from None
    return _native_pathconf(path, name)


def fpathconf(fd: int, name: str | int, /) -> int:
    """A limit of an open file's file system. Raises OSError (EBADF) if it isn't open."""
    table.check_descriptor(descriptor(fd))
    return _native_fpathconf(fd, name)


# Device numbers as composed by glibc (makedev(3)). Emscripten's have 32 bits, and no NODEV.


def _device(value: Any) -> int:
    number = index(value)
    if number < _NO_DEVICE:
        raise OverflowError("can't convert negative int to unsigned")
    if number > _DEVICE_MAX:
        raise OverflowError("int too big to convert")
    return number


def _part(value: Any) -> int:
    number = index(value)
    if number < _NO_DEVICE:
        raise OverflowError("can't convert negative int to unsigned")
    if number > _UINT_MAX:
        raise OverflowError("Python int too large to convert to C unsigned int")
    return number & _UINT_MAX


def major(device: int, /) -> int:
    """The major number of a device, which identifies its driver."""
    number = _device(device)
    return _NO_DEVICE if number == _NO_DEVICE else (number >> 8 & 0xFFF) | (number >> 32 & 0xFFFFF000)


def minor(device: int, /) -> int:
    """The minor number of a device, which its driver assigns."""
    number = _device(device)
    return _NO_DEVICE if number == _NO_DEVICE else (number & 0xFF) | (number >> 12 & 0xFFFFFF00)


def makedev(major: int, minor: int, /) -> int:
    """Compose a device number."""
    if index(major) == index(minor) == _NO_DEVICE:
        return _NO_DEVICE
    high, low = _part(major), _part(minor)
    return (high & 0xFFF) << 8 | (high & 0xFFFFF000) << 32 | (low & 0xFF) | (low & 0xFFFFFF00) << 12


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace(
        (
            memfd_create,
            posix_fallocate,
            posix_fadvise,
            mknod,
            access,
            symlink,
            readlink,
            stat_of,
            pathconf,
            fpathconf,
            utime,
        )
    )
    replace((major, minor, makedev))


def list_abilities() -> None:
    """Update `os.supports_dir_fd` and the like with the functions that `os` has now."""
    os.supports_dir_fd.update((os.access, os.link, os.mkfifo, os.mknod, os.symlink))
    os.supports_effective_ids.add(os.access)
    os.supports_follow_symlinks.update((os.access, os.link))
    for functions in (os.supports_dir_fd, os.supports_effective_ids, os.supports_fd, os.supports_follow_symlinks):
        present = {getattr(os, function.__name__) for function in functions}
        functions.clear()
        functions.update(present)
