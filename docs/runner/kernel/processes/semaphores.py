"""The module `_multiprocessing`: named semaphores, which the machine keeps.

Source: Modules/_multiprocessing/semaphore.c of CPython 3.14, sem_overview(7).
"""

import errno
from time import monotonic
from types import ModuleType, TracebackType
from typing import Self
from weakref import WeakValueDictionary

from ..base import builtin
from ..base.errors import fail
from ..machine import link
from ..threads import scheduler

SEM_VALUE_MAX = 2**31 - 1
RECURSIVE_MUTEX, SEMAPHORE = 0, 1

_waiting: dict[str, scheduler.WaitQueue] = {}
# The program's semaphores, by the machine's identifiers, which are the same in all processes.
known: WeakValueDictionary[str, "SemLock"] = WeakValueDictionary()
# The locks that this process holds, by the machine's identifiers, with the threads that have taken them.
held: dict[str, tuple["SemLock", scheduler.Thread]] = {}


class SemLock:
    """A semaphore or a recursive lock that processes share."""

    SEM_VALUE_MAX = SEM_VALUE_MAX

    def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
        if kind not in (RECURSIVE_MUTEX, SEMAPHORE):
            raise ValueError("unrecognized kind")
        found = link.ask("semaphore", name, value, maxvalue)
        if found is None:
            raise fail(errno.EEXIST)
        if unlink:
            link.tell("unlinkSemaphore", name)
        self._adopt(found, kind, maxvalue, None if unlink else name)

    def _adopt(self, semaphore: str, kind: int, maxvalue: int, name: str | None) -> None:
        self._id = semaphore
        self.handle = int(semaphore.partition(":")[2])
        self.kind = kind
        self.maxvalue = maxvalue
        self.name = name
        self._held = 0
        self._owner: scheduler.Thread | None = None
        known[semaphore] = self

    @classmethod
    def _rebuild(cls, handle: int, kind: int, maxvalue: int, name: str | None) -> Self:
        self = cls.__new__(cls)
        found = f"sem:{handle}" if name is None else link.ask("openSemaphore", name)
        if found is None:
            raise fail(errno.ENOENT)
        self._adopt(found, kind, maxvalue, name)
        return self

    def _after_fork(self) -> None:
        self._held = 0

    def _is_mine(self) -> bool:
        return self._held > 0 and self._owner is scheduler.current

    def _count(self) -> int:
        return self._held

    def _get_value(self) -> int:
        value: int = link.ask("semaphoreValue", self._id)
        return value

    def _is_zero(self) -> bool:
        return self._get_value() == 0

    def _try(self) -> bool:
        taken: bool = link.ask("acquireSemaphore", self._id)
        return taken

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Acquire the semaphore, waiting at most `timeout` seconds. Returns whether it was acquired."""
        if self.kind == RECURSIVE_MUTEX and self._is_mine():
            self._held += 1
            return True
        taken = self._try()
        if not taken and block:
            deadline = None if timeout is None else monotonic() + max(timeout, 0)
            taken = self._wait(deadline)
        if taken:
            self._held += 1
            self._owner = scheduler.current
            if self.maxvalue == 1:
                held[self._id] = self, scheduler.current
        return taken

    def _wait(self, deadline: float | None) -> bool:
        queue = _waiting.setdefault(self._id, scheduler.WaitQueue())
        taken = False

        def attempt() -> bool:
            nonlocal taken
            taken = taken or self._try()
            return taken

        try:
            return queue.wait(attempt, None if deadline is None else deadline - monotonic())
        except BaseException:
            if taken:
                link.tell("releaseSemaphore", self._id)
            raise

    def release(self) -> None:
        """Release the semaphore. Raises AssertionError for a lock of another thread, ValueError beyond the maximum."""
        if self.kind == RECURSIVE_MUTEX:
            if not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            if self._held > 1:
                self._held -= 1
                return
        self._held -= 1
        held.pop(self._id, None)
        if scheduler.order is None and (self.kind == RECURSIVE_MUTEX or self.maxvalue == SEM_VALUE_MAX):
            # It can't exceed the maximum: no answer is needed, unless another process may overtake this one here.
            link.tell("releaseSemaphore", self._id)
        elif not link.order("releaseSemaphore", self._id):
            self._held += 1
            raise ValueError("semaphore or lock released too many times")

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.release()


SemLock.__module__ = "_multiprocessing"


def identifier_of(semaphore: SemLock) -> str:
    """The machine's identifier of a semaphore, the same in all processes."""
    return semaphore._id


def sem_unlink(name: str, /) -> None:
    """Remove a semaphore's name. Raises FileNotFoundError."""
    if not link.order("unlinkSemaphore", name):
        raise fail(errno.ENOENT)


def notify(semaphore: str) -> None:
    """Handle the machine's report that a semaphore was released."""
    queue = _waiting.get(semaphore)
    if queue is not None:
        queue.notify_all()


def make() -> ModuleType:
    """Create the module `_multiprocessing`."""
    module = builtin.new("_multiprocessing")
    module.__dict__.update({"SemLock": SemLock, "sem_unlink": sem_unlink, "flags": {"HAVE_SEM_OPEN": 1}})
    return module


link.on("released", notify)
