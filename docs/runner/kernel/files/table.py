"""File descriptors and what they refer to.

A kernel descriptor is also a real one of Emscripten's (of /dev/null), so that its number never collides with those of
open files, and `os.fstat`, `fcntl` and `os.set_inheritable` work on it.
"""

import errno
import os
import re
import stat
from typing import Any, Protocol

from .. import browser
from ..base.errors import fail
from ..base.hooks import Hook
from ..machine import ends
from ..threads import scheduler

# epoll's constants; `polling` converts them for select and poll.
IN = 0x001
PRI = 0x002
OUT = 0x004
ERR = 0x008
HUP = 0x010
RDHUP = 0x2000
# Events that are always reported.
ALWAYS = ERR | HUP


class Watcher(Protocol):
    """An object to notify when a file's readiness may have changed."""

    def touch(self, file: "File") -> None: ...


class Stream(Protocol):
    """A byte stream: see stream.Connection."""

    def read(self, size: int, peek: bool = False) -> bytes | None: ...

    def write(self, data: memoryview) -> int | None: ...


class File:
    """An open file, to which descriptors refer, and which becomes readable and writable."""

    st_mode = stat.S_IFSOCK | 0o777  # for `os.fstat`
    link = "socket:[{inode}]"  # for /proc/self/fd
    is_terminal = False

    def __init__(self) -> None:
        self.waiting = scheduler.WaitQueue()
        self.watchers: set[Watcher] = set()
        self.descriptors = 0  # how many refer to it
        self.blocking = True
        self.inode = id(self) & 0xFFFFFFFF

    def events(self) -> int:
        """The current events (IN, OUT, …)."""
        raise NotImplementedError

    def stream(self) -> "Stream":
        """The stream that it reads from and writes to. Raises OSError if there is none."""
        raise fail(errno.EINVAL)

    def patience(self, sending: bool) -> float | None:
        """How long a blocking call waits to receive or to send; seconds, None: forever."""
        return None

    def awaited(self) -> None:
        """Note that a thread waits until it is readable."""

    def wanted(self) -> None:
        """Note that the thread whose last read found nothing waits for bytes."""

    def share(self) -> dict[str, Any] | None:
        """Describe the file so that another process can open it (see sharing); None if it can't."""
        return None

    def released(self) -> None:
        """Called when the last descriptor is closed."""

    def changed(self) -> None:
        """Notify waiters and watchers that `events()` may have changed."""
        if self.waiting:
            self.waiting.notify_all()
        for watcher in tuple(self.watchers):
            watcher.touch(self)


_DESCRIPTOR = re.compile(r"/dev/(stdin|stdout|stderr)|/(?:dev|proc/(?:self|(\d+)))/fd/(\d+)")

_open: dict[int, File] = {}
# All descriptors that a child inherits (those without FD_CLOEXEC).
_inheritable = {0, 1, 2}


# Emscripten's functions, which `descriptors` and `memory` replace in the module `os`.
native_open, native_close, native_dup2, native_fstat = os.open, os.close, os.dup2, os.fstat

# In a process with several interpreters: finds a descriptor that another one opened, and is notified of one that is
# closed here.
elsewhere: Hook[[int], File | None] = Hook(lambda fd: None)
closed: Hook[[int], None] = Hook(lambda fd: None)


def install(file: File) -> int:
    """Give `file` the lowest free descriptor. Raises OSError (EMFILE) when there is none."""
    fd = native_open("/dev/null", os.O_RDWR)
    _inheritable.discard(fd)
    _open[fd] = file
    file.descriptors += 1
    return fd


def install_at(fd: int, file: File) -> None:
    """Give `file` a particular descriptor, which is closed first if it is open."""
    if fd in _open:
        release(fd)
    spare = native_open("/dev/null", os.O_RDWR)
    if spare != fd:
        native_dup2(spare, fd)
        native_close(spare)
    _open[fd] = file
    file.descriptors += 1


def lookup(fd: int) -> File | None:
    """The file of a kernel descriptor; None for any other."""
    file = _open.get(fd)
    return file if file is not None or not elsewhere.entered else elsewhere(fd)


def opened(fd: int) -> File | None:
    """Like `lookup`, in this interpreter only."""
    return _open.get(fd)


def release(fd: int) -> None:
    """Close a descriptor, and with its last one the file. Raises OSError (EBADF) if it isn't open."""
    if elsewhere.entered:
        lookup(fd)
    file = _open.pop(fd, None)
    _inheritable.discard(fd)
    native_close(fd)
    if file is None:
        return
    closed(fd)
    file.descriptors -= 1
    if file.descriptors:
        file.changed()
    else:
        file.released()


def forget(fd: int) -> None:
    """Forget a kernel descriptor that an Emscripten one replaces."""
    file = _open.pop(fd, None)
    if file is not None:
        closed(fd)
        file.descriptors -= 1
        if not file.descriptors:
            file.released()


def set_inheritable(fd: int, inheritable: bool) -> None:
    """Set whether children inherit a descriptor. Raises OSError (EBADF)."""
    check_descriptor(fd)
    if inheritable:
        _inheritable.add(fd)
    else:
        _inheritable.discard(fd)


def is_inheritable(fd: int) -> bool:
    """Whether children inherit a descriptor. Raises OSError (EBADF)."""
    check_descriptor(fd)
    return fd in _inheritable


def inheritable() -> list[int]:
    """The descriptors that children inherit."""
    return sorted(fd for fd in _inheritable if fd in _open or is_open(fd))


def is_open(fd: int) -> bool:
    """Whether this is an open descriptor."""
    try:
        native_fstat(fd)
    except OSError:
        return False
    return True


def last() -> int:
    """The highest kernel descriptor."""
    return max(_open, default=0)


def is_terminal(fd: int) -> bool:
    """Whether a descriptor refers to the page's output."""
    return fd not in _open and "terminal" in (browser.describe(fd) or {})


def named(path: object) -> int | None:
    """The descriptor that a path such as /dev/stdin or /dev/fd/3 names; None for any other path."""
    found = _DESCRIPTOR.fullmatch(path) if isinstance(path, str) else None
    if found is None:
        return None
    standard, process, fd = found.groups()
    if process and int(process) != ends.own_pid:
        return None
    return int(fd) if fd else ("stdin", "stdout", "stderr").index(standard)


def reopen(path: object) -> int | None:
    """Open a kernel file named by a descriptor, such as /dev/fd/3; None for any other path.

    Raises OSError (ENXIO) for files that can't be opened by name: sockets, epoll, counters.
    """
    fd = named(path)
    file = None if fd is None else lookup(fd)
    if file is None:
        return None
    if not any(is_kind(file.st_mode) for is_kind in (stat.S_ISFIFO, stat.S_ISCHR, stat.S_ISREG)):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), path)
    return install(file)


def check_descriptor(fd: int) -> None:
    """Raise OSError (EBADF) unless `fd` is an open descriptor."""
    if fd < 0:
        raise fail(errno.EBADF)
    if fd not in _open:
        native_fstat(fd)
