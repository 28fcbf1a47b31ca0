"""Control of descriptors: blocking mode, inheritance, the capacity of pipes.

Source: fcntl(2), ioctl_pipe(2), Modules/fcntlmodule.c of CPython 3.14.
"""

import errno
import fcntl as native
import os
import struct
import sys
from collections.abc import Callable, Iterable
from operator import index
from typing import Any

from .. import browser
from ..base import builtin
from ..base.arguments import HasFileno, descriptor
from ..base.errors import fail
from ..base.linux import FCNTL
from . import locks, table
from .pipes import PipeFile
from .table import File

_native_get_blocking, _native_set_blocking, _native_open_file = os.get_blocking, os.set_blocking, os.open
_DUPFD, _GETFD, _SETFD, _GETFL, _SETFL, _DUPFD_CLOEXEC, _SETPIPE_SZ, _GETPIPE_SZ = 0, 1, 2, 3, 4, 1030, 1031, 1032
_CLOEXEC = 1
_FIONREAD, _FIONBIO, _FIONCLEX, _FIOCLEX = 0x541B, 0x5421, 0x5450, 0x5451
_FICLONE, _FICLONERANGE = FCNTL["FICLONE"], FCNTL["FICLONERANGE"]


def get_inheritable(fd: int, /) -> bool:
    """Whether children inherit a descriptor."""
    return table.is_inheritable(fd)


def set_inheritable(fd: int, inheritable: bool, /) -> None:
    """Set whether children inherit a descriptor."""
    table.set_inheritable(fd, bool(inheritable))


def get_blocking(fd: int, /) -> bool:
    """Whether calls on a descriptor block."""
    file = table.lookup(fd)
    return _native_get_blocking(fd) if file is None else file.blocking


def set_blocking(fd: int, blocking: bool, /) -> None:
    """Set whether calls on a descriptor block."""
    file = table.lookup(fd)
    if file is not None:
        file.blocking = bool(blocking)
    elif browser.connected():
        flags = native.fcntl(fd, _GETFL)
        browser.set_status_flags(fd, flags & ~os.O_NONBLOCK if blocking else flags | os.O_NONBLOCK)
    else:
        _native_set_blocking(fd, blocking)


def open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    """Open a file. Children don't inherit the descriptor."""
    again = table.reopen(path)
    if again is not None:
        return again
    fd = _native_open_file(path, flags, mode, dir_fd=dir_fd)
    table.set_inheritable(fd, False)
    return fd


def _duplicate(fd: int, lowest: int) -> int:
    """Duplicate a descriptor to the lowest free number from `lowest` on. Raises OSError (EINVAL)."""
    if lowest < 0:
        raise fail(errno.EINVAL)
    made: list[int] = []
    try:
        while not made or made[-1] < lowest:
            made.append(os.dup(fd))
        return made.pop()
    finally:
        for lower in made:
            os.close(lower)


def _flags(file: File) -> int:
    access = os.O_RDWR
    if isinstance(file, PipeFile):
        access = os.O_RDONLY if file.readable else os.O_WRONLY
    return access | (0 if file.blocking else os.O_NONBLOCK)


def fcntl(fd: int | HasFileno, cmd: int, arg: Any = 0, /) -> Any:
    """Perform a command on a descriptor."""
    number = descriptor(fd)
    if cmd in (_DUPFD, _DUPFD_CLOEXEC):
        table.check_descriptor(number)
        copy = _duplicate(number, index(arg))
        table.set_inheritable(copy, cmd == _DUPFD)
        return copy
    if cmd == _GETFD:
        return 0 if table.is_inheritable(number) else _CLOEXEC
    if cmd == _SETFD:
        table.set_inheritable(number, not index(arg) & _CLOEXEC)
        return 0
    if cmd in locks.COMMANDS:
        return locks.command(number, cmd, arg)
    file = table.lookup(number)
    if file is None:
        if cmd in (_SETPIPE_SZ, _GETPIPE_SZ):
            table.check_descriptor(number)
            raise fail(errno.EBADF)
        if cmd == _SETFL and browser.connected():
            # Emscripten's fcntl sets flags, but never clears one.
            table.check_descriptor(number)
            browser.set_status_flags(number, index(arg))
            return 0
        return native.fcntl(number, cmd, arg)
    if cmd == _GETFL:
        return _flags(file)
    if cmd == _SETFL:
        file.blocking = not index(arg) & os.O_NONBLOCK
        return 0
    if cmd in (_SETPIPE_SZ, _GETPIPE_SZ):
        if not isinstance(file, PipeFile) or file.is_terminal:
            raise fail(errno.EBADF)
        return file.resize(index(arg)) if cmd == _SETPIPE_SZ else file.capacity
    return native.fcntl(number, cmd, arg)


def ioctl(fd: int | HasFileno, request: int, arg: Any = 0, mutate_flag: bool = True, /) -> Any:
    """Perform a request on a descriptor: FIONREAD, FIONBIO, FIOCLEX, FIONCLEX for pipes and sockets."""
    number = descriptor(fd)
    if request in (_FIOCLEX, _FIONCLEX):
        table.set_inheritable(number, request == _FIONCLEX)
        return 0
    if request in (_FICLONE, _FICLONERANGE):
        # As a file system that can't share blocks: pathlib and shutil then copy the bytes.
        table.check_descriptor(number)
        raise fail(errno.EOPNOTSUPP)
    file = table.lookup(number)
    if file is None:
        return native.ioctl(number, request, arg, mutate_flag)
    if request == _FIONBIO:
        value = arg if isinstance(arg, int) else struct.unpack_from("i", arg)[0]
        file.blocking = not value
        return 0 if isinstance(arg, int) else bytes(arg)
    if request != _FIONREAD:
        raise fail(errno.ENOTTY)
    data = struct.pack("i", len(file.stream().read(1 << 30, True) or b""))
    if isinstance(arg, (bytes, str)):
        return data + bytes(arg[len(data) :] if isinstance(arg, bytes) else b"")
    if isinstance(arg, int):
        return 0
    memoryview(arg).cast("B")[: len(data)] = data
    return 0


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os` and in the module `fcntl`."""
    replace((get_inheritable, set_inheritable, get_blocking, set_blocking, open))
    module = builtin.copy(native)
    builtin.provide("fcntl", [fcntl, ioctl, locks.flock, locks.lockf], module)
    module.__dict__.update(FCNTL)
    sys.modules["fcntl"] = module
