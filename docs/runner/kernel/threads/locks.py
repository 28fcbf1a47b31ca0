"""`_thread.lock` and `_thread.RLock`, with CPython's messages and argument rules."""

from types import TracebackType
from typing import Self

from ..base.arguments import time_in_seconds
from ..base.builtin import Unpicklable
from . import scheduler

# CPython's `_thread.TIMEOUT_MAX`: the largest that fits as microseconds into a signed 64-bit integer.
TIMEOUT_MAX = 9223372036.0


def _seconds(blocking: bool, timeout: float) -> float | None:
    """Convert `acquire`'s arguments to seconds, None: forever. Raises TypeError, ValueError, OverflowError."""
    timeout = time_in_seconds(timeout)
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if timeout == -1:
        return None
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")
    return timeout


def _taken(lock: "Lock | RLock") -> None:
    if scheduler.watcher is not None:
        scheduler.watcher.acquired(lock)
    if scheduler.order is not None:
        scheduler.order.pass_lock(taken=True)


class Lock(Unpicklable):
    """A mutual exclusion lock that belongs to no thread: any may release it."""

    __slots__ = ("__weakref__", "_queue", "holder")

    def __init__(self) -> None:
        # The thread that holds the lock.
        self.holder: scheduler.Thread | None = None
        self._queue = scheduler.WaitQueue()

    def _free(self) -> bool:
        return self.holder is None

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock, waiting for it if necessary. Returns whether it was taken."""
        if timeout == -1 and self.holder is None:
            self.holder = scheduler.current
            if scheduler.observed:
                _taken(self)
            return True
        seconds = _seconds(blocking, timeout)
        if self.holder is not None and (seconds == 0 or not self._queue.wait(self._free, seconds)):
            return False
        self.holder = scheduler.current
        _taken(self)
        return True

    def release(self) -> None:
        """Release the lock. Raises RuntimeError if it isn't held."""
        if self.holder is None:
            raise RuntimeError("release unlocked lock")
        if scheduler.watcher is not None:
            scheduler.watcher.released(self)
        self.holder = None
        if self._queue.waiting:
            self._queue.notify_any()
        if scheduler.order is not None:
            scheduler.order.pass_lock(taken=False)

    def locked(self) -> bool:
        """Whether the lock is held."""
        return self.holder is not None

    def __enter__(self) -> bool:
        if self.holder is not None or scheduler.observed:
            return self.acquire()
        self.holder = scheduler.current
        return True

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._queue.waiting or self.holder is None or scheduler.observed:
            self.release()
        else:
            self.holder = None

    def __init_subclass__(cls) -> None:
        raise TypeError("type '_thread.lock' is not an acceptable base type")

    def _at_fork_reinit(self) -> None:
        self.__init__()  # type: ignore[misc]  # CPython's name for: as new, in a forked child

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __repr__(self) -> str:
        state = "locked" if self.holder else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


Lock.__name__ = Lock.__qualname__ = "lock"
Lock.__module__ = "_thread"


class RLock(Unpicklable):
    """A reentrant lock: it is free again once its owner has released it as often as acquired it."""

    __slots__ = ("__weakref__", "_count", "_queue", "holder")

    def __new__(cls, *args: object, **kwargs: object) -> Self:
        return super().__new__(cls)

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.holder: scheduler.Thread | None = None
        self._count = 0
        self._queue = scheduler.WaitQueue()

    def _free(self) -> bool:
        return self.holder is None

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock, waiting while another thread owns it. Returns whether it was taken."""
        me = scheduler.current
        if self.holder is me:
            self._count += 1
            return True
        if timeout == -1 and self.holder is None:
            self.holder = me
            self._count = 1
            if scheduler.observed:
                _taken(self)
            return True
        seconds = _seconds(blocking, timeout)
        if self.holder is not None and (seconds == 0 or not self._queue.wait(self._free, seconds)):
            return False
        self.holder = me
        self._count = 1
        _taken(self)
        return True

    def release(self) -> None:
        """Release the lock once. Raises RuntimeError if the calling thread doesn't own it."""
        if self.holder is not scheduler.current:
            raise RuntimeError("cannot release un-acquired lock")
        if self._count > 1:
            self._count -= 1
            return
        if scheduler.watcher is not None:
            scheduler.watcher.released(self)
        self._count = 0
        self.holder = None
        if self._queue.waiting:
            self._queue.notify_any()
        if scheduler.order is not None:
            scheduler.order.pass_lock(taken=False)

    def locked(self) -> bool:
        """Whether a thread owns the lock."""
        return self.holder is not None

    # Like `acquire` and `release`, without calling them: most locks are free, and calls cost time.

    def __enter__(self) -> bool:
        if self.holder is not None or scheduler.observed:
            return self.acquire()
        self.holder = scheduler.current
        self._count = 1
        return True

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._count != 1 or self.holder is not scheduler.current or self._queue.waiting or scheduler.observed:
            self.release()
            return
        self._count = 0
        self.holder = None

    # Used by threading.Condition to release a lock entirely and to take it back.

    def _is_owned(self) -> bool:
        return self.holder is scheduler.current

    def _recursion_count(self) -> int:
        return self._count if self.holder is scheduler.current else 0

    def _release_save(self) -> tuple[int, scheduler.Thread]:
        if self.holder is None:
            raise RuntimeError("cannot release un-acquired lock")
        saved = self._count, self.holder
        self._count = 0
        self.holder = None
        self._queue.notify_any()
        return saved

    def _acquire_restore(self, saved: tuple[int, scheduler.Thread]) -> None:
        self._queue.wait(self._free)
        self._count, self.holder = saved

    def _at_fork_reinit(self) -> None:
        self.__init__()  # type: ignore[misc]  # CPython's name for: as new, in a forked child

    def __repr__(self) -> str:
        state = "locked" if self.holder else "unlocked"
        owner = self.holder.ident if self.holder else 0
        return f"<{state} _thread.RLock object owner={owner} count={self._count} at {id(self):#x}>"


RLock.__module__ = "_thread"
