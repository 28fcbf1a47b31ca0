"""The module `select`: select, poll and epoll over the kernel's files.

Source: Modules/selectmodule.c of CPython 3.14, epoll(7), poll(2), select(2).
"""

import errno
import math
from collections.abc import Iterable
from time import monotonic
from types import ModuleType, TracebackType
from typing import Protocol, Self, TypeAlias

from . import files, modules, threads
from .files import ERR, HUP, IN, OUT, PRI, RDHUP, File

_ONESHOT = 1 << 30
_EDGE = 1 << 31
_ALWAYS = ERR | HUP
# Files of Emscripten's (regular files, the standard streams) never block.
_REGULAR = IN | OUT


class HasFileno(Protocol):
    """An object with a descriptor."""

    def fileno(self) -> int: ...


def descriptor(fd: int | HasFileno) -> int:
    """The descriptor number of an object. Raises TypeError or ValueError, as CPython's PyObject_AsFileDescriptor."""
    if not isinstance(fd, int):
        fileno = getattr(fd, "fileno", None)
        if fileno is None:
            raise TypeError("argument must be an int, or have a fileno() method.")
        fd = fileno()
        if not isinstance(fd, int):
            raise TypeError("fileno() returned a non-integer")
    if fd < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({fd})")
    return fd


class Epoll(File):
    """An epoll object: hears of changes, so that a wait costs what is ready and not what is watched."""

    def __init__(self, sizehint: int = -1, flags: int = 0) -> None:
        super().__init__()
        if sizehint != -1 and sizehint <= 0:
            raise ValueError("negative sizehint")
        self._registered: dict[int, tuple[File, int]] = {}
        self._fds: dict[File, set[int]] = {}
        # Descriptors that may be ready; those found not to be are dropped until their file changes.
        self._candidates: dict[int, None] = {}
        self._fd = files.install(self)

    @classmethod
    def fromfd(cls, fd: int) -> Self:
        """The epoll object of a descriptor."""
        file = files.lookup(fd)
        if not isinstance(file, cls):
            raise files.fail(errno.EINVAL)
        return file

    def fileno(self) -> int:
        """The descriptor of this object."""
        self._check_open()
        return self._fd

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._fd < 0

    def close(self) -> None:
        """Forget every descriptor and free this object's own."""
        if self._fd < 0:
            return
        for file in self._fds:
            file.watchers.discard(self)
        self._registered.clear()
        self._fds.clear()
        self._candidates.clear()
        fd, self._fd = self._fd, -1
        if files.lookup(fd) is self:
            files.release(fd)

    def released(self) -> None:
        """The descriptor was closed by its number."""
        self.close()

    def _check_open(self) -> None:
        if self._fd < 0:
            raise ValueError("I/O operation on closed epoll object")

    def touch(self, file: File) -> None:
        """A watched file changed."""
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
        # A descriptor that was closed leaves the set by itself, as in Linux.
        if files.lookup(fd) is not file:
            self._drop(fd)
            return 0
        return file.events() & (mask | _ALWAYS) if mask else 0

    def _drop(self, fd: int) -> None:
        file, _ = self._registered.pop(fd)
        self._candidates.pop(fd, None)
        fds = self._fds[file]
        fds.discard(fd)
        if not fds:
            del self._fds[file]
            file.watchers.discard(self)

    def register(self, fd: int | HasFileno, eventmask: int = IN | PRI | OUT) -> None:
        """Watch a descriptor. Raises FileExistsError if it is watched, OSError (EPERM) if it never blocks."""
        self._check_open()
        number = descriptor(fd)
        files.check_descriptor(number)
        file = files.lookup(number)
        if file is None:
            raise files.fail(errno.EPERM)
        known = self._registered.get(number)
        if known is not None and known[0] is file:
            raise files.fail(errno.EEXIST)
        if known is not None:
            self._drop(number)
        self._registered[number] = (file, eventmask)
        self._fds.setdefault(file, set()).add(number)
        file.watchers.add(self)
        if eventmask & IN:
            file.awaited()
        self._candidates[number] = None
        self.changed()

    def modify(self, fd: int | HasFileno, eventmask: int) -> None:
        """Watch a descriptor for other events. Raises FileNotFoundError if it isn't watched."""
        self._check_open()
        number = descriptor(fd)
        files.check_descriptor(number)
        if number not in self._registered:
            raise files.fail(errno.ENOENT)
        self._registered[number] = (self._registered[number][0], eventmask)
        self._candidates[number] = None
        self.changed()

    def unregister(self, fd: int | HasFileno) -> None:
        """Watch a descriptor no more. Raises FileNotFoundError if it isn't watched."""
        self._check_open()
        number = descriptor(fd)
        if number not in self._registered:
            files.check_descriptor(number)
            raise files.fail(errno.ENOENT)
        self._drop(number)

    def _collect(self, maxevents: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for fd in list(self._candidates):
            if len(found) == maxevents:
                break
            events = self._ready(fd)
            # To the end of the line, so that a busy descriptor doesn't hide the others from a small maxevents.
            self._candidates.pop(fd, None)
            if not events:
                continue
            found.append((fd, events))
            file, mask = self._registered[fd]
            if mask & _ONESHOT:
                self._registered[fd] = (file, 0)
            elif not mask & _EDGE:
                self._candidates[fd] = None
        return found

    def poll(self, timeout: float | None = None, maxevents: int = -1) -> list[tuple[int, int]]:
        """Wait at most `timeout` seconds (None or negative: for ever); the ready descriptors with their events."""
        self._check_open()
        if maxevents == -1:
            maxevents = 2**31 - 1
        elif maxevents <= 0:
            raise ValueError(f"maxevents must be greater than 0, got {maxevents}")
        found = self._collect(maxevents)
        if found or timeout == 0:
            return found
        seconds = None if timeout is None or timeout < 0 else math.ceil(timeout * 1000) / 1000
        deadline = None if seconds is None else monotonic() + seconds
        # Readiness found by one thread may be gone when it runs: then the rest of the time is waited.
        while not found and not self.closed:
            left = None if deadline is None else deadline - monotonic()
            if not self.waiting.wait(self.events, left):
                break
            found = self._collect(maxevents)
        return found

    def __enter__(self) -> Self:
        self._check_open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


Epoll.__name__ = Epoll.__qualname__ = "epoll"
Epoll.__module__ = "select"


class _Once:
    """Watches some files for one call of select or poll."""

    def __init__(self, wanted: Iterable[File | None]) -> None:
        self._files = {file for file in wanted if file is not None}
        self._queue = threads.WaitQueue()

    def touch(self, file: File) -> None:
        self._queue.notify_all()

    def wait(self, ready: object, timeout: float | None) -> None:
        for file in self._files:
            file.watchers.add(self)
            file.awaited()
        try:
            self._queue.wait(ready, timeout)  # type: ignore[arg-type]
        finally:
            for file in self._files:
                file.watchers.discard(self)


class Poll:
    """A poll object."""

    def __init__(self) -> None:
        self._registered: dict[int, int] = {}

    def register(self, fd: int | HasFileno, eventmask: int = IN | PRI | OUT, /) -> None:
        """Watch a descriptor, or watch it for other events."""
        self._registered[descriptor(fd)] = _mask(eventmask)

    def modify(self, fd: int | HasFileno, eventmask: int, /) -> None:
        """Watch a descriptor for other events. Raises FileNotFoundError if it isn't watched."""
        number = descriptor(fd)
        if number not in self._registered:
            raise files.fail(errno.ENOENT)
        self._registered[number] = _mask(eventmask)

    def unregister(self, fd: int | HasFileno, /) -> None:
        """Watch a descriptor no more. Raises KeyError if it isn't watched."""
        del self._registered[descriptor(fd)]

    def _ready(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for fd, mask in self._registered.items():
            events = _events(fd)
            events = _NVAL if events is None else events & (mask | _ALWAYS)
            if events:
                found.append((fd, events))
        return found

    def poll(self, timeout: float | None = None, /) -> list[tuple[int, int]]:
        """Wait at most `timeout` milliseconds (None or negative: for ever); the ready descriptors with their events."""
        found = self._ready()
        if found or timeout == 0:
            return found
        seconds = None if timeout is None or timeout < 0 else math.ceil(timeout) / 1000
        _Once(map(files.lookup, self._registered)).wait(self._ready, seconds)
        return self._ready()


Poll.__name__ = Poll.__qualname__ = "poll"
Poll.__module__ = "select"

_NVAL = 0x020


def _mask(eventmask: int) -> int:
    if not 0 <= eventmask <= 0xFFFF:
        raise OverflowError("Python int too large for C unsigned short" if eventmask > 0 else "value must be positive")
    return eventmask


def _events(fd: int) -> int | None:
    """The events that hold for a descriptor, None if it isn't open."""
    file = files.lookup(fd)
    if file is not None:
        return file.events()
    try:
        files.check_descriptor(fd)
    except OSError:
        return None
    return _REGULAR


_Sequence: TypeAlias = Iterable[int | HasFileno]
_Ready: TypeAlias = tuple[list[int | HasFileno], list[int | HasFileno], list[int | HasFileno]]


def select(rlist: _Sequence, wlist: _Sequence, xlist: _Sequence, timeout: float | None = None, /) -> _Ready:
    """Wait until a descriptor is ready, at most `timeout` seconds; the ready ones of each list.

    Raises OSError (EBADF) for a descriptor that isn't open.
    """
    if timeout is not None:
        if not isinstance(timeout, (int, float)):
            raise TypeError("timeout must be a float or None")
        if timeout < 0:
            raise ValueError("timeout must be non-negative")
    wanted = [[(item, descriptor(item)) for item in items] for items in (rlist, wlist, xlist)]
    masks = (IN | HUP | ERR, OUT | ERR, PRI)

    def ready() -> list[list[int | HasFileno]]:
        found: list[list[int | HasFileno]] = [[], [], []]
        for result, items, mask in zip(found, wanted, masks, strict=True):
            for item, fd in items:
                events = _events(fd)
                if events is None:
                    raise files.fail(errno.EBADF)
                if events & mask:
                    result.append(item)
        return found

    found = ready()
    if not any(found) and timeout != 0:
        fds = [fd for items in wanted for _, fd in items]
        _Once(map(files.lookup, fds)).wait(lambda: any(ready()), timeout)
        found = ready()
    return found[0], found[1], found[2]


def make(native: ModuleType) -> ModuleType:
    """The module that takes the name `select`."""
    module = modules.copy(native)
    module.__dict__.update(
        {"select": modules.Function(select), "poll": Poll, "epoll": Epoll, "error": OSError, "PIPE_BUF": 4096}
        | {"POLLIN": IN, "POLLPRI": PRI, "POLLOUT": OUT, "POLLERR": ERR, "POLLHUP": HUP, "POLLNVAL": _NVAL}
        | {"POLLRDNORM": 0x40, "POLLRDBAND": 0x80, "POLLWRNORM": 0x100, "POLLWRBAND": 0x200, "POLLMSG": 0x400}
        | {"EPOLLIN": IN, "EPOLLPRI": PRI, "EPOLLOUT": OUT, "EPOLLERR": ERR, "EPOLLHUP": HUP, "EPOLLRDHUP": RDHUP}
        | {"EPOLLRDNORM": 0x40, "EPOLLRDBAND": 0x80, "EPOLLWRNORM": 0x100, "EPOLLWRBAND": 0x200, "EPOLLMSG": 0x400}
        | {"EPOLLONESHOT": _ONESHOT, "EPOLLET": _EDGE, "EPOLLEXCLUSIVE": 1 << 28, "EPOLL_CLOEXEC": 0o2000000}
    )
    return module
