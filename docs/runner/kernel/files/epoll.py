"""`select.epoll`: the cost of a wait depends on the ready files, not on the watched ones.

Source: epoll(7), Modules/selectmodule.c of CPython 3.14.
"""

import errno
import stat
from time import monotonic
from types import TracebackType
from typing import Self

from ..base.arguments import HasFileno, c_int, descriptor, poll_timeout
from ..base.errors import fail
from . import table
from .table import ALWAYS, IN, OUT, PRI, File

ONESHOT = 1 << 30
EDGE = 1 << 31
CLOEXEC = 0o2000000
_INT_MAX = 2**31 - 1
# How deeply epoll files may watch each other (Linux's EP_MAX_NESTS).
_MOST_NESTED = 4


class EpollFile(File):
    """The file of an epoll descriptor. It is notified of changes, so a wait looks only at files that may be ready."""

    st_mode = stat.S_IRUSR | stat.S_IWUSR
    link = "anon_inode:[eventpoll]"

    def __init__(self) -> None:
        super().__init__()
        self._registered: dict[int, tuple[File, int]] = {}
        self._fds: dict[File, set[int]] = {}
        # Descriptors that may be ready; one found not to be is dropped until its file changes.
        self._candidates: dict[int, None] = {}
        self._closed = False

    def released(self) -> None:
        """Called when the last descriptor is closed."""
        self._closed = True
        for file in self._fds:
            file.watchers.discard(self)
        self._registered.clear()
        self._fds.clear()
        self._candidates.clear()
        self.changed()

    def touch(self, file: File) -> None:
        """Note that a watched file changed."""
        for fd in self._fds.get(file, ()):
            self._candidates[fd] = None
        self.changed()

    def events(self) -> int:
        """Readable while anything watched is ready."""
        return IN if any(self._ready(fd) for fd in list(self._candidates)) else 0

    def _ready(self, fd: int) -> int:
        entry = self._registered.get(fd)
        if entry is None:
            return 0
        file, mask = entry
        # As on Linux, a file leaves the set when its last descriptor is closed, not just this one.
        if not file.descriptors:
            self._drop(fd)
            return 0
        return file.events() & (mask | ALWAYS) if mask else 0

    def _drop(self, fd: int) -> None:
        file, _ = self._registered.pop(fd)
        self._candidates.pop(fd, None)
        fds = self._fds[file]
        fds.discard(fd)
        if not fds:
            del self._fds[file]
            file.watchers.discard(self)

    def register(self, fd: int, eventmask: int) -> None:
        """Watch a descriptor. Raises FileExistsError if it is watched, OSError (EPERM) if it never blocks."""
        table.check_descriptor(fd)
        file = table.lookup(fd)
        if file is None:
            raise fail(errno.EPERM)
        if file is self:
            raise fail(errno.EINVAL)
        if isinstance(file, EpollFile) and (
            file.reaches(self) or file.depth(downwards=True) + self.depth(downwards=False) >= _MOST_NESTED
        ):
            raise fail(errno.ELOOP)
        known = self._registered.get(fd)
        if known is not None and known[0] is file:
            raise fail(errno.EEXIST)
        if known is not None:
            self._drop(fd)
        self._registered[fd] = (file, eventmask)
        self._fds.setdefault(file, set()).add(fd)
        file.watchers.add(self)
        if eventmask & IN:
            file.awaited()
        self._candidates[fd] = None
        self.changed()

    def _nested(self, downwards: bool) -> list["EpollFile"]:
        """The epoll files that this one watches (downwards), or that watch it."""
        return [file for file in (self._fds if downwards else self.watchers) if isinstance(file, EpollFile)]

    def reaches(self, other: "EpollFile") -> bool:
        """Whether it watches another epoll file, directly or through others."""
        return any(file is other or file.reaches(other) for file in self._nested(downwards=True))

    def depth(self, downwards: bool) -> int:
        """The length of the longest chain of epoll files below it, or above it."""
        return max((1 + file.depth(downwards) for file in self._nested(downwards)), default=0)

    def modify(self, fd: int, eventmask: int) -> None:
        """Watch a descriptor for other events. Raises FileNotFoundError if it isn't watched."""
        table.check_descriptor(fd)
        if fd not in self._registered:
            raise fail(errno.ENOENT)
        self._registered[fd] = (self._registered[fd][0], eventmask)
        self._candidates[fd] = None
        self.changed()

    def unregister(self, fd: int) -> None:
        """Stop watching a descriptor. Raises FileNotFoundError if it isn't watched."""
        table.check_descriptor(fd)
        if fd not in self._registered:
            raise fail(errno.ENOENT)
        self._drop(fd)

    def _collect(self, maxevents: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for fd in list(self._candidates):
            if len(found) == maxevents:
                break
            events = self._ready(fd)
            # Move it to the end, so that a busy descriptor doesn't starve the others with a small maxevents.
            self._candidates.pop(fd, None)
            if not events:
                if fd in self._registered and self._registered[fd][1] & IN:
                    self._registered[fd][0].awaited()  # tells the page that input is awaited
                continue
            found.append((fd, events))
            file, mask = self._registered[fd]
            if mask & ONESHOT:
                self._registered[fd] = (file, 0)
            elif not mask & EDGE:
                self._candidates[fd] = None
        return found

    def poll(self, timeout: float | None, maxevents: int) -> list[tuple[int, int]]:
        """Wait at most `timeout` seconds (None: forever); returns the ready descriptors with their events."""
        found = self._collect(maxevents)
        if found or timeout == 0:
            return found
        deadline = None if timeout is None else monotonic() + timeout
        # The readiness that woke this thread may be gone when it runs: then it waits for the rest of the time.
        while not found and not self._closed:
            left = None if deadline is None else deadline - monotonic()
            if not self.waiting.wait(self._woken, left):
                break
            found = self._collect(maxevents)
        return found

    def _woken(self) -> bool:
        return self._closed or bool(self.events())


class Epoll:
    """An epoll object."""

    def __init__(self, sizehint: int = -1, flags: int = 0) -> None:
        self._fd = -1
        sizehint, flags = c_int(sizehint), c_int(flags)
        if sizehint != -1 and sizehint <= 0:
            raise ValueError("negative sizehint")
        if flags & ~CLOEXEC:
            raise fail(errno.EINVAL)
        self._fd = table.install(EpollFile())

    @classmethod
    def fromfd(cls, fd: int, /) -> Self:
        """Create an epoll object from a descriptor."""
        epoll = cls.__new__(cls)
        epoll._fd = fd
        return epoll

    def fileno(self) -> int:
        """The descriptor of this object."""
        self._check_open()
        return self._fd

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._fd < 0

    def close(self) -> None:
        """Free the descriptor; with the last one, forget what is watched."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            table.release(fd)

    def __del__(self) -> None:
        if getattr(self, "_fd", -1) >= 0 and isinstance(table.lookup(self._fd), EpollFile):
            self.close()

    def _check_open(self) -> None:
        if self._fd < 0:
            raise ValueError("I/O operation on closed epoll object")

    def _file(self) -> EpollFile:
        self._check_open()
        file = table.lookup(self._fd)
        if not isinstance(file, EpollFile):
            table.check_descriptor(self._fd)
            raise fail(errno.EINVAL)
        return file

    def register(self, fd: int | HasFileno, eventmask: int = IN | PRI | OUT) -> None:
        """Watch a descriptor. Raises FileExistsError if it is watched, OSError (EPERM) if it never blocks."""
        self._file().register(descriptor(fd), eventmask)

    def modify(self, fd: int | HasFileno, eventmask: int) -> None:
        """Watch a descriptor for other events. Raises FileNotFoundError if it isn't watched."""
        self._file().modify(descriptor(fd), eventmask)

    def unregister(self, fd: int | HasFileno) -> None:
        """Stop watching a descriptor. Raises FileNotFoundError if it isn't watched."""
        self._file().unregister(descriptor(fd))

    def poll(self, timeout: float | None = None, maxevents: int = -1) -> list[tuple[int, int]]:
        """Wait at most `timeout` seconds (None or negative: forever); the ready descriptors with their events."""
        file = self._file()
        if maxevents == -1:
            maxevents = _INT_MAX
        elif maxevents <= 0:
            raise ValueError(f"maxevents must be greater than 0, got {maxevents}")
        milliseconds = -1 if timeout is None else poll_timeout(timeout, 1000)
        return file.poll(None if milliseconds < 0 else milliseconds / 1000, maxevents)

    def __enter__(self) -> Self:
        self._check_open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


Epoll.__name__ = Epoll.__qualname__ = "epoll"
Epoll.__module__ = "select"
