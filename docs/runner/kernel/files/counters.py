"""Descriptors that count: `os.eventfd` and `os.timerfd_create`.

Source: eventfd(2), timerfd_create(2), Modules/posixmodule.c of CPython 3.14.
"""

import errno
import os
import posix
import stat
import sys
import time
from collections.abc import Callable, Iterable

from ..base.arguments import c_int
from ..base.errors import fail
from ..threads import scheduler
from . import table
from .table import IN, OUT, File

_SIZE = 8  # bytes of a count
_LARGEST = 2**64 - 2
_NANOSECONDS = 10**9
_CONSTANTS = {
    "EFD_SEMAPHORE": 1, "EFD_NONBLOCK": 0o4000, "EFD_CLOEXEC": 0o2000000,
    "TFD_TIMER_ABSTIME": 1, "TFD_TIMER_CANCEL_ON_SET": 2, "TFD_NONBLOCK": 0o4000, "TFD_CLOEXEC": 0o2000000,
}  # fmt: skip


class _Counter(File):
    """A file from which a count is read, eight bytes in native order."""

    st_mode = stat.S_IRUSR | stat.S_IWUSR

    def stream(self) -> "_Counter":
        """The counter is its own stream."""
        return self

    def take(self) -> int:
        """Take the count; 0: a reader has to wait."""
        raise NotImplementedError

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Read the count. Raises OSError (EINVAL) if `size` is too small for it."""
        if size < _SIZE:
            raise fail(errno.EINVAL)
        count = self.take()
        return count.to_bytes(_SIZE, sys.byteorder) if count else None

    def write(self, data: memoryview) -> int | None:
        """Raise OSError (EINVAL): a timer can't be written."""
        raise fail(errno.EINVAL)


class Event(_Counter):
    """A counter that writers increase; a reader takes all of it, or one if it is a semaphore."""

    link = "anon_inode:[eventfd]"

    def __init__(self, value: int, semaphore: bool) -> None:
        super().__init__()
        self._value, self._semaphore = value, semaphore

    def events(self) -> int:
        """Readable above zero, writable below the largest number."""
        return (IN if self._value else 0) | (OUT if self._value < _LARGEST else 0)

    def take(self) -> int:
        """Take one from a semaphore, otherwise the whole count."""
        taken = min(self._value, 1) if self._semaphore else self._value
        if taken:
            self._value -= taken
            self.changed()
        return taken

    def write(self, data: memoryview) -> int | None:
        """Add a number; None if the count would become too large. Raises OSError (EINVAL)."""
        added = int.from_bytes(data[:_SIZE], sys.byteorder)
        if len(data) < _SIZE or added > _LARGEST:
            raise fail(errno.EINVAL)
        if self._value + added > _LARGEST:
            return None
        if added:
            self._value += added
            self.changed()
        return _SIZE


class Timer(_Counter):
    """A timer that counts its expirations since the last read. Times are nanoseconds."""

    link = "anon_inode:[timerfd]"

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__()
        self._now = now
        self._due = self._interval = 0  # by its own clock; 0: never
        self._stopping: scheduler.WaitQueue | None = None

    def _expirations(self) -> int:
        late = self._now() - self._due
        if not self._due or late < 0:
            return 0
        return 1 + (late // self._interval if self._interval else 0)

    def events(self) -> int:
        """Readable once it has expired."""
        return IN if self._expirations() else 0

    def take(self) -> int:
        """Take the number of expirations."""
        count = self._expirations()
        if count:
            self._due = self._due + count * self._interval if self._interval else 0
            self.changed()
            self._watch()
        return count

    def left(self) -> tuple[int, int]:
        """The time until the next expiration, and the interval."""
        if not self._due:
            return 0, self._interval
        passed = self._expirations() * self._interval
        return max(self._due + passed - self._now(), 0), self._interval

    def set(self, initial: int, interval: int, absolute: bool) -> None:
        """Make it expire after, or at, `initial`, and then every `interval`; 0: never. Raises OSError (EINVAL)."""
        if initial < 0 or interval < 0:
            raise fail(errno.EINVAL)
        self._due = initial + (0 if absolute else self._now()) if initial else 0
        self._interval = interval
        self.changed()
        self._watch()

    def _watch(self) -> None:
        """Start a kernel thread that wakes waiters at the next expiration."""
        self._stop()
        if self._due and not self._expirations():
            stopping = self._stopping = scheduler.WaitQueue()
            scheduler.alive.discard(scheduler.start(lambda: self._sleep(stopping)))

    def _sleep(self, stopping: scheduler.WaitQueue) -> None:
        while self._stopping is stopping and not self._expirations():
            left = (self._due - self._now()) / _NANOSECONDS
            stopping.wait(lambda: self._stopping is not stopping, left)
        if self._stopping is stopping:
            self.changed()

    def _stop(self) -> None:
        if self._stopping is not None:
            stopping, self._stopping = self._stopping, None
            stopping.notify_all()

    def released(self) -> None:
        """Called when the last descriptor is closed."""
        self._stop()


def _open(file: File, flags: int, name: str) -> int:
    """Open a descriptor for a new file."""
    fd = table.install(file)
    os.set_blocking(fd, not flags & _CONSTANTS[f"{name}_NONBLOCK"])
    table.set_inheritable(fd, not flags & _CONSTANTS[f"{name}_CLOEXEC"])
    return fd


def eventfd(initval: int, flags: int = _CONSTANTS["EFD_CLOEXEC"]) -> int:
    """Create a descriptor for event notification."""
    return _open(Event(initval, bool(c_int(flags) & _CONSTANTS["EFD_SEMAPHORE"])), flags, "EFD")


def eventfd_read(fd: int) -> int:
    """Read the number of events."""
    return int.from_bytes(os.read(fd, _SIZE), sys.byteorder)


def eventfd_write(fd: int, value: int) -> None:
    """Add to the number of events."""
    os.write(fd, value.to_bytes(_SIZE, sys.byteorder))


def timerfd_create(clockid: int, /, *, flags: int = _CONSTANTS["TFD_CLOEXEC"]) -> int:
    """Create a timer; its descriptor is readable once it has expired."""
    if clockid not in (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC):
        raise fail(errno.EINVAL)
    # As in CPython, children never inherit it, whatever the flags say.
    return _open(Timer(lambda: time.clock_gettime_ns(clockid)), flags | _CONSTANTS["TFD_CLOEXEC"], "TFD")


def _timer(fd: int) -> Timer:
    file = table.lookup(fd)
    if not isinstance(file, Timer):
        table.check_descriptor(fd)
        raise fail(errno.EINVAL)
    return file


def timerfd_settime_ns(fd: int, /, *, flags: int = 0, initial: int = 0, interval: int = 0) -> tuple[int, int]:
    """Start or stop a timer; returns its previous remaining time and interval. Times are nanoseconds."""
    timer = _timer(fd)
    former = timer.left()
    timer.set(initial, interval, bool(flags & _CONSTANTS["TFD_TIMER_ABSTIME"]))
    return former


def timerfd_gettime_ns(fd: int, /) -> tuple[int, int]:
    """The time until a timer expires, and its interval, in nanoseconds."""
    return _timer(fd).left()


def _seconds(times: tuple[int, int]) -> tuple[float, float]:
    return times[0] / _NANOSECONDS, times[1] / _NANOSECONDS


def timerfd_settime(fd: int, /, *, flags: int = 0, initial: float = 0.0, interval: float = 0.0) -> tuple[float, float]:
    """As `timerfd_settime_ns`, in seconds."""
    nanoseconds = [int(value * _NANOSECONDS) for value in (initial, interval)]
    return _seconds(timerfd_settime_ns(fd, flags=flags, initial=nanoseconds[0], interval=nanoseconds[1]))


def timerfd_gettime(fd: int, /) -> tuple[float, float]:
    """As `timerfd_gettime_ns`, in seconds."""
    return _seconds(timerfd_gettime_ns(fd))


def install(replace: Callable[[Iterable[Callable[..., object]]], None]) -> None:
    """Put these functions into `os`, where Emscripten has none."""
    replace((eventfd, eventfd_read, eventfd_write, timerfd_create))
    replace((timerfd_settime, timerfd_settime_ns, timerfd_gettime, timerfd_gettime_ns))
    for name, value in _CONSTANTS.items():
        for module in (os, posix):
            setattr(module, name, value)
