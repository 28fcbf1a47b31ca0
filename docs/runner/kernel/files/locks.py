"""File locks: `fcntl.flock`, `fcntl.lockf`, `os.lockf`, and the lock commands of `fcntl.fcntl`.

The machine keeps them (machine/file-locks.js), so that they exclude other processes. Locks of C code, such as SQLite's,
are kept there too (file-locks.js).

Source: fcntl(2), fcntl_locking(2), flock(2), lockf(3), Modules/fcntlmodule.c of CPython 3.14.
"""

import errno
import fcntl as native
import math
import os
import struct
from collections.abc import Callable, Iterable
from itertools import count
from operator import index
from typing import Any, NamedTuple

from .. import browser
from ..base.arguments import HasFileno, descriptor
from ..base.errors import fail
from ..machine import ends, link
from ..threads import scheduler
from . import table

_LOCK_SH, _LOCK_EX, _LOCK_NB, _LOCK_UN = native.LOCK_SH, native.LOCK_EX, native.LOCK_NB, native.LOCK_UN
_RDLCK, _WRLCK, _UNLCK = native.F_RDLCK, native.F_WRLCK, native.F_UNLCK
_WAITING = (native.F_SETLKW, native.F_OFD_SETLKW)
_GETTING = (native.F_GETLK, native.F_OFD_GETLK)
_OF_DESCRIPTION = (native.F_OFD_GETLK, native.F_OFD_SETLK, native.F_OFD_SETLKW)
COMMANDS = {native.F_GETLK, native.F_SETLK, native.F_SETLKW, *_OF_DESCRIPTION}
# `struct flock` as programs pack it: "hhllhh" and the like with the 32-bit numbers of this interpreter, or in the C
# library's format.
_SHORT, _LONG = "hhlli", "hh4xqqi"
# Beyond the end of any file: the largest exact integer of JavaScript.
_FARTHEST = 2**53 - 1
# os.lockf
_ULOCK, _LOCK, _TLOCK, _TEST = range(4)

_unlocked: dict[str, int] = {}  # how often the machine reported a released lock, by file
_waiting = scheduler.WaitQueue()
_waiters = count(1)


class _Target(NamedTuple):
    """The file that a descriptor refers to; `flags` are those of open(2)."""

    file: str
    description: str
    flags: int
    position: int
    size: int


class _Request(NamedTuple):
    """A `struct flock`, and the format in which it was packed."""

    type: int
    whence: int
    start: int
    length: int
    pid: int
    format: str


def _target(fd: int, is_range: bool) -> _Target:
    """What locks on a descriptor apply to. Raises OSError (EBADF)."""
    table.check_descriptor(fd)
    file = table.lookup(fd)
    if file is not None:
        # A kernel file has one description, and no other process opens it by name.
        name = f"{ends.own_pid}:kernel:{id(file)}"
        return _Target(name, name, os.O_RDWR, 0, 0)
    found = browser.lock_target(fd, is_range)
    if found is None:
        raise fail(errno.EBADF)
    return _Target(**found)


def _wait(file: str, attempt: Callable[[], bool], waits: bool) -> None:
    """Repeat `attempt` until it succeeds. Raises BlockingIOError at once unless `waits`."""
    while True:
        before = _unlocked.get(file, 0)
        if attempt():
            return
        if not waits:
            raise fail(errno.EAGAIN)
        _waiting.wait(lambda before=before: _unlocked.get(file, 0) != before)  # type: ignore[misc]


def _went(file: str) -> None:
    _unlocked[file] = _unlocked.get(file, 0) + 1
    _waiting.notify_all()


link.on("unlocked", _went)


def flock(fd: int | HasFileno, operation: int, /) -> None:
    """Lock or unlock a file as a whole: LOCK_SH, LOCK_EX or LOCK_UN, without waiting if combined with LOCK_NB.

    Raises BlockingIOError if it would have to wait, OSError (EINVAL) for another operation.
    """
    number = descriptor(fd)
    waits = not operation & _LOCK_NB
    kind = {_LOCK_SH: "shared", _LOCK_EX: "exclusive", _LOCK_UN: "none"}.get(operation & ~_LOCK_NB)
    target = _target(number, False)
    if kind is None:
        raise fail(errno.EINVAL)
    _wait(target.file, lambda: link.ask("lockFile", target.file, target.description, kind, waits), waits)


def _extent(request: _Request, target: _Target) -> tuple[int, float]:
    """The first byte and the one after the last, math.inf for the end. Raises OSError (EINVAL)."""
    bases = {os.SEEK_SET: 0, os.SEEK_CUR: target.position, os.SEEK_END: target.size}
    if request.whence not in bases:
        raise fail(errno.EINVAL)
    start = bases[request.whence] + request.start
    end: float = start + request.length if request.length else math.inf
    if request.length < 0:
        start, end = start + request.length, start
    if start < 0:
        raise fail(errno.EINVAL)
    if start > _FARTHEST:
        raise fail(errno.EOVERFLOW)
    return start, end if end <= _FARTHEST else math.inf


def _range(number: int, request: _Request, of_description: bool) -> tuple[_Target, dict[str, Any]]:
    target = _target(number, not of_description)
    start, end = _extent(request, target)
    found: dict[str, Any] = {"exclusive": request.type == _WRLCK, "from": start, "to": end}
    if of_description:
        found["description"] = target.description
    return target, found


def _lock(number: int, request: _Request, *, waits: bool, of_description: bool = False) -> None:
    """Lock or unlock a range. Raises BlockingIOError, or OSError: EDEADLK, EINVAL, EBADF."""
    target, wanted = _range(number, request, of_description)
    if request.type not in (_RDLCK, _WRLCK, _UNLCK):
        raise fail(errno.EINVAL)
    refused = {_RDLCK: os.O_WRONLY, _WRLCK: os.O_RDONLY}.get(request.type)
    if target.flags & os.O_ACCMODE == refused:
        raise fail(errno.EBADF)
    # Linux detects deadlocks only between processes.
    waiter = f"{ends.own_pid}:{next(_waiters)}" if waits else None

    def attempt() -> bool:
        answer = link.ask("lockRange", target.file, wanted, request.type == _UNLCK, waiter)
        if answer == "deadlock":
            raise fail(errno.EDEADLK)
        return bool(answer == "locked")

    try:
        _wait(target.file, attempt, waits)
    except BaseException:
        if waiter is not None:
            link.tell("withdrawLock", waiter)
        raise


def _get(number: int, request: _Request, of_description: bool) -> _Request:
    """The conflicting lock, as F_GETLK returns it."""
    target, wanted = _range(number, request, of_description)
    if request.type not in (_RDLCK, _WRLCK):
        raise fail(errno.EINVAL)
    found = link.ask("findLock", target.file, wanted)
    if found is None:
        return request._replace(type=_UNLCK)
    length = 0 if found["to"] == math.inf else int(found["to"] - found["from"])
    kind = _WRLCK if found["exclusive"] else _RDLCK
    return _Request(kind, os.SEEK_SET, int(found["from"]), length, found["pid"], request.format)


def command(number: int, cmd: int, arg: Any) -> bytes:
    """Perform a lock command of `fcntl.fcntl` with a packed `struct flock`; returns the resulting one."""
    if isinstance(arg, int):
        raise fail(errno.EFAULT)
    data = arg.encode() if isinstance(arg, str) else bytes(arg)
    form = _LONG if len(data) >= struct.calcsize(_LONG) - 4 else _SHORT
    size = struct.calcsize(form)
    kind, whence, start, length, pid = struct.unpack(form, data[:size].ljust(size, b"\0"))
    request = _Request(kind, whence, start, length, pid, form)
    of_description = cmd in _OF_DESCRIPTION
    if of_description and request.pid:
        raise fail(errno.EINVAL)
    if cmd in _GETTING:
        request = _get(number, request, of_description)
        packed = struct.pack(form, *request[:-1])
        return packed[: len(data)] + data[len(packed) :]
    _lock(number, request, waits=cmd in _WAITING, of_description=of_description)
    return data


def lockf(fd: int | HasFileno, cmd: int, len: int = 0, start: int = 0, whence: int = 0, /) -> None:
    """Lock or unlock `len` bytes (0: to the end): LOCK_SH, LOCK_EX or LOCK_UN, with LOCK_NB without waiting.

    Raises BlockingIOError if it would have to wait, OSError: EDEADLK, EBADF if the file isn't open for it.
    """
    number = descriptor(fd)
    if cmd & _LOCK_UN:
        kind = _UNLCK
    elif cmd & _LOCK_SH:
        kind = _RDLCK
    elif cmd & _LOCK_EX:
        kind = _WRLCK
    else:
        raise ValueError("unrecognized lockf argument")
    request = _Request(kind, whence, index(start), index(len), 0, _LONG)
    _lock(number, request, waits=not cmd & _LOCK_NB)


def _os_lockf(fd: int, command: int, length: int, /) -> None:
    """Lock, test or unlock a part of a file from its position on: F_LOCK, F_TLOCK, F_TEST, F_ULOCK."""
    kind = _UNLCK if command == _ULOCK else _WRLCK
    request = _Request(kind, os.SEEK_CUR, 0, index(length), 0, _LONG)
    if command == _TEST:
        if _get(fd, request, False).type != _UNLCK:
            raise fail(errno.EACCES)
    elif command in (_ULOCK, _LOCK, _TLOCK):
        _lock(fd, request, waits=command == _LOCK)
    else:
        raise fail(errno.EINVAL)


_os_lockf.__name__ = _os_lockf.__qualname__ = "lockf"


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace `os.lockf`; `control` replaces the others."""
    replace((_os_lockf,))
