"""Tasks, threads and futures have numbers for hashes, so that a set of them has the same order in each run.

The standard library and programs keep them in sets and go through these: `TaskGroup` to cancel its tasks,
`ThreadPoolExecutor.shutdown` to join its threads, `wait` and `as_completed` to look at futures. With addresses for
hashes, two recordings of one program, or two runs of one schedule, would go through them in different orders. Under a
schedule, tasks get their numbers from the loop's task factory (exploring/loop.py).
"""

import itertools
import sys
import weakref
from types import FrameType
from typing import Any

# The place of tp_flags among the fields of PyTypeObject, each as long as a pointer; Py_TPFLAGS_IMMUTABLETYPE
# (Include/cpython/object.h and Include/object.h of CPython 3.14).
_FLAGS = 21
_IMMUTABLE = 1 << 8


class _Hashes:
    """A number for each object, which stays its own: the next one, or that of a task in its recording."""

    def __init__(self, tasks: Any = None) -> None:
        self._tasks = tasks
        self._count = itertools.count(1)
        self._known: dict[int, tuple[int, weakref.ref[Any]]] = {}

    def of(self, thing: Any) -> int:
        key, known = id(thing), self._known
        if key not in known:
            number = (self._tasks and self._tasks.number(thing)) or next(self._count)
            known[key] = number, weakref.ref(thing, lambda _: known.pop(key, None))
        return known[key][0]


_hashes = _Hashes()


def _number(self: Any) -> int:
    return _hashes.of(self)


def begin() -> None:
    """Number what is made from now on from 1, as each run does."""
    global _hashes
    # The kernel imports this module before the standard library may be imported.
    import threading
    from concurrent.futures import Future

    _hashes = _Hashes()
    for kind in (threading.Thread, Future):
        setattr(kind, "__hash__", _number)  # noqa: B010 - mypy takes an assignment to a method for a mistake


def begin_recorded(recorder: Any) -> None:
    """Do the same for a program that is recorded, and for asyncio's tasks and futures."""
    global _hashes
    begin()
    _hashes = _Hashes(recorder.tasks)

    def number_tasks(_frame: FrameType) -> None:
        future = sys.modules["asyncio.futures"].Future
        if future.__hash__ is not _number:
            _set_hash(future)

    # There are no tasks before there is a loop.
    recorder.monitor.starts["asyncio.base_events", "BaseEventLoop.__init__"] = number_tasks


def _set_hash(kind: type) -> None:
    """Set the hash of a class that is made in C, whose attributes CPython doesn't let anyone set."""
    import ctypes

    flags = ctypes.c_ulong.from_address(id(kind) + _FLAGS * ctypes.sizeof(ctypes.c_void_p))
    if flags.value == kind.__flags__:
        flags.value &= ~_IMMUTABLE
        setattr(kind, "__hash__", _number)  # noqa: B010 - as above
        flags.value |= _IMMUTABLE
