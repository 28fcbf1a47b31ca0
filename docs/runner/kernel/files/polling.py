"""The module `select`: select, poll and epoll over the kernel's files.

Source: Modules/selectmodule.c of CPython 3.14, epoll(7), poll(2), select(2).
"""

import errno
from collections.abc import Iterable
from types import ModuleType
from typing import Self, TypeAlias

from ..base import builtin
from ..base.arguments import HasFileno, descriptor, poll_timeout, time_in_seconds
from ..base.errors import fail
from ..threads import scheduler
from . import epoll, table
from .table import ALWAYS, ERR, HUP, IN, OUT, PRI, RDHUP, File

# Emscripten's files (regular files, the standard streams) never block.
_REGULAR = IN | OUT


class _Once:
    """Watches some files for one call of select or poll."""

    def __init__(self, wanted: Iterable[File | None]) -> None:
        self._files = {file for file in wanted if file is not None}
        self._queue = scheduler.WaitQueue()

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

    _registered: dict[int, int]
    _polling: bool

    def __new__(cls) -> Self:
        raise TypeError("cannot create 'select.poll' instances")

    def register(self, fd: int | HasFileno, eventmask: int = IN | PRI | OUT, /) -> None:
        """Watch a descriptor, or watch it for other events."""
        self._registered[descriptor(fd)] = _mask(eventmask)

    def modify(self, fd: int | HasFileno, eventmask: int, /) -> None:
        """Watch a descriptor for other events. Raises FileNotFoundError if it isn't watched."""
        number = descriptor(fd)
        if number not in self._registered:
            raise fail(errno.ENOENT)
        self._registered[number] = _mask(eventmask)

    def unregister(self, fd: int | HasFileno, /) -> None:
        """Stop watching a descriptor. Raises KeyError if it isn't watched."""
        del self._registered[descriptor(fd)]

    @staticmethod
    def _ready(registered: dict[int, int]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for fd, mask in registered.items():
            events = _events(fd)
            events = _NVAL if events is None else events & (mask | ALWAYS)
            if events:
                found.append((fd, events))
        return found

    def poll(self, timeout: float | None = None, /) -> list[tuple[int, int]]:
        """Wait at most `timeout` milliseconds (None or negative: forever); the ready descriptors with their events.

        Raises RuntimeError while another thread waits here.
        """
        milliseconds = None if timeout is None else poll_timeout(timeout, 1)
        if self._polling:
            raise RuntimeError("concurrent poll() invocation")
        registered = dict(self._registered)
        found = self._ready(registered)
        if found or timeout == 0:
            return found
        # Negative, even if it rounds to 0.
        seconds = None if timeout is None or milliseconds is None or timeout < 0 else milliseconds / 1000
        self._polling = True
        try:
            _Once(map(table.lookup, registered)).wait(lambda: self._ready(registered), seconds)
        finally:
            self._polling = False
        return self._ready(registered)


def poll() -> Poll:
    """Create a poll object."""
    made = object.__new__(Poll)
    made._registered = {}
    made._polling = False
    return made


Poll.__name__ = Poll.__qualname__ = "poll"
Poll.__module__ = "select"

_NVAL = 0x020
_FD_SETSIZE = 1024


def _mask(eventmask: int) -> int:
    if eventmask < 0:
        raise ValueError("Cannot convert negative int")
    if eventmask > 0xFFFF:
        raise OverflowError("Python int too large for C unsigned short")
    return eventmask


def _events(fd: int) -> int | None:
    """The current events of a descriptor, None if it isn't open."""
    file = table.lookup(fd)
    if file is not None:
        return file.events()
    try:
        table.check_descriptor(fd)
    except OSError:
        return None
    return _REGULAR


def _in_set(fd: int) -> int:
    if fd >= _FD_SETSIZE:
        raise ValueError("filedescriptor out of range in select()")
    return fd


_Sequence: TypeAlias = Iterable[int | HasFileno]
_Ready: TypeAlias = tuple[list[int | HasFileno], list[int | HasFileno], list[int | HasFileno]]


def select(rlist: _Sequence, wlist: _Sequence, xlist: _Sequence, timeout: float | None = None, /) -> _Ready:
    """Wait until a descriptor is ready, at most `timeout` seconds; returns the ready ones of each list.

    Raises OSError (EBADF) for a descriptor that isn't open, ValueError for one from 1024 on.
    """
    if timeout is not None:
        try:
            timeout = time_in_seconds(timeout)
        except TypeError:
            raise TypeError("timeout must be a float or None") from None
        if timeout < 0:
            raise ValueError("timeout must be non-negative")
    wanted = [[(item, _in_set(descriptor(item))) for item in items] for items in (rlist, wlist, xlist)]
    masks = (IN | HUP | ERR, OUT | ERR, PRI)

    def ready() -> list[list[int | HasFileno]]:
        found: list[list[int | HasFileno]] = [[], [], []]
        for result, items, mask in zip(found, wanted, masks, strict=True):
            for item, fd in items:
                events = _events(fd)
                if events is None:
                    raise fail(errno.EBADF)
                if events & mask:
                    result.append(item)
        return found

    found = ready()
    if not any(found) and timeout != 0:
        fds = [fd for items in wanted for _, fd in items]
        _Once(map(table.lookup, fds)).wait(lambda: any(ready()), timeout)
        found = ready()
    return found[0], found[1], found[2]


def make(native: ModuleType) -> ModuleType:
    """Create the module `select`."""
    module = builtin.copy(native)
    module.__dict__.update(
        {
            "epoll": epoll.Epoll,
            "error": OSError,
            "PIPE_BUF": 4096,
        }
        | {"POLLIN": IN, "POLLPRI": PRI, "POLLOUT": OUT, "POLLERR": ERR, "POLLHUP": HUP, "POLLNVAL": _NVAL}
        | {"POLLRDNORM": 0x40, "POLLRDBAND": 0x80, "POLLWRNORM": 0x100, "POLLWRBAND": 0x200, "POLLMSG": 0x400}
        | {"EPOLLIN": IN, "EPOLLPRI": PRI, "EPOLLOUT": OUT, "EPOLLERR": ERR, "EPOLLHUP": HUP, "EPOLLRDHUP": RDHUP}
        | {"EPOLLRDNORM": 0x40, "EPOLLRDBAND": 0x80, "EPOLLWRNORM": 0x100, "EPOLLWRBAND": 0x200, "EPOLLMSG": 0x400}
        | {
            "EPOLLONESHOT": epoll.ONESHOT,
            "EPOLLET": epoll.EDGE,
            "EPOLLEXCLUSIVE": 1 << 28,
            "EPOLL_CLOEXEC": epoll.CLOEXEC,
        }
    )
    builtin.provide("select", [select, poll], module)
    return module
