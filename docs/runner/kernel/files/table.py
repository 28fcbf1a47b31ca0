"""File descriptors and what they refer to.

A descriptor of the kernel's is a real one of Emscripten's too (it holds /dev/null), so that numbers never collide with
those of open files, and `os.fstat`, `fcntl` and `os.set_inheritable` find something.
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

# What epoll calls them; select and poll are told in their own terms by `polling`.
IN = 0x001
PRI = 0x002
OUT = 0x004
ERR = 0x008
HUP = 0x010
RDHUP = 0x2000
# Told whether asked for or not.
ALWAYS = ERR | HUP


class Watcher(Protocol):
    """Somebody who wants to hear that a file's readiness may have changed."""

    def touch(self, file: "File") -> None: ...


class Stream(Protocol):
    """Bytes to read and to write: see stream.Connection."""

    def read(self, size: int, peek: bool = False) -> bytes | None: ...

    def write(self, data: memoryview) -> int | None: ...


class File:
    """What a descriptor refers to: something that becomes readable and writable."""

    st_mode = stat.S_IFSOCK | 0o777  # as `os.fstat` shows it
    link = "socket:[{inode}]"  # as /proc/self/fd does
    is_terminal = False

    def __init__(self) -> None:
        self.waiting = scheduler.WaitQueue()
        self.watchers: set[Watcher] = set()
        self.descriptors = 0  # how many refer to it
        self.blocking = True
        self.inode = id(self) & 0xFFFFFFFF

    def events(self) -> int:
        """The events (IN, OUT, …) that hold now."""
        raise NotImplementedError

    def stream(self) -> "Stream":
        """What it reads from and writes to. Raises OSError where there is nothing."""
        raise fail(errno.EINVAL)

    def patience(self, sending: bool) -> float | None:
        """How many seconds a call that blocks waits to receive or to send; None: for ever."""
        return None

    def awaited(self) -> None:
        """Somebody waits until it can be read."""

    def wanted(self) -> None:
        """The thread whose last read had nothing to read waits for it."""

    def share(self) -> dict[str, Any] | None:
        """How another process makes the same of it (see sharing); None where it can't."""
        return None

    def released(self) -> None:
        """The last descriptor was closed."""

    def changed(self) -> None:
        """Tell those who wait or watch that `events()` may be another now."""
        if self.waiting:
            self.waiting.notify_all()
        for watcher in tuple(self.watchers):
            watcher.touch(self)


_DESCRIPTOR = re.compile(r"/dev/(stdin|stdout|stderr)|/(?:dev|proc/(?:self|(\d+)))/fd/(\d+)")

_open: dict[int, File] = {}
# The descriptors, the kernel's and others, that a child inherits (those without FD_CLOEXEC).
_inheritable = {0, 1, 2}


# Emscripten's own, which `descriptors` and `memory` replace in the module `os`.
native_open, native_close, native_dup2, native_fstat = os.open, os.close, os.dup2, os.fstat

# Where a process has several interpreters: looks for a descriptor that another one opened, and is told of one that is
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
    """Give `file` a certain descriptor; what it referred to before is closed."""
    if fd in _open:
        release(fd)
    spare = native_open("/dev/null", os.O_RDWR)
    if spare != fd:
        native_dup2(spare, fd)
        native_close(spare)
    _open[fd] = file
    file.descriptors += 1


def lookup(fd: int) -> File | None:
    """What a descriptor of the kernel's refers to; None for any other."""
    file = _open.get(fd)
    return file if file is not None or not elsewhere.entered else elsewhere(fd)


def opened(fd: int) -> File | None:
    """As `lookup`, in this interpreter only."""
    return _open.get(fd)


def release(fd: int) -> None:
    """Free a descriptor; with the last one of a file, the file. Raises OSError (EBADF) if it isn't open."""
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
    """A descriptor of Emscripten's takes the place of one of the kernel's."""
    file = _open.pop(fd, None)
    if file is not None:
        closed(fd)
        file.descriptors -= 1
        if not file.descriptors:
            file.released()


def set_inheritable(fd: int, inheritable: bool) -> None:
    """Whether children have a descriptor too. Raises OSError (EBADF)."""
    check_descriptor(fd)
    if inheritable:
        _inheritable.add(fd)
    else:
        _inheritable.discard(fd)


def is_inheritable(fd: int) -> bool:
    """Whether children have a descriptor too. Raises OSError (EBADF)."""
    check_descriptor(fd)
    return fd in _inheritable


def inheritable() -> list[int]:
    """The descriptors that children have too."""
    return sorted(fd for fd in _inheritable if fd in _open or is_open(fd))


def is_open(fd: int) -> bool:
    """Whether this is an open descriptor."""
    try:
        native_fstat(fd)
    except OSError:
        return False
    return True


def last() -> int:
    """The highest of the kernel's descriptors."""
    return max(_open, default=0)


def is_terminal(fd: int) -> bool:
    """Whether a descriptor is the page's output."""
    return fd not in _open and "terminal" in (browser.describe(fd) or {})


def named(path: object) -> int | None:
    """The descriptor that a path such as /dev/stdin or /dev/fd/3 stands for; None for any other path."""
    found = _DESCRIPTOR.fullmatch(path) if isinstance(path, str) else None
    if found is None:
        return None
    standard, process, fd = found.groups()
    if process and int(process) != ends.own_pid:
        return None
    return int(fd) if fd else ("stdin", "stdout", "stderr").index(standard)


def reopen(path: object) -> int | None:
    """One more descriptor for a file of the kernel's that is named by one, as /dev/fd/3; None for any other path.

    Raises OSError (ENXIO) for what isn't opened by a name: sockets, epoll, counters.
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
