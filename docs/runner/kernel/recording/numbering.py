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


# The number of each object that was asked for one, by its id. It stays while the object lives, also in the next run.
_known: dict[int, tuple[int, weakref.ref[Any]]] = {}
_count = itertools.count(1)
# The tasks of the recording, if there is one: their numbers there are those for hashes.
_tasks: Any = None


def _number(self: Any) -> int:
    key = id(self)
    if key not in _known:
        number = (_tasks and _tasks.number(self)) or next(_count)
        _known[key] = number, weakref.ref(self, lambda _: _known.pop(key, None))
    return _known[key][0]


def begin() -> None:
    """Number what is made from now on from 1, as each run does."""
    global _count, _tasks
    # The kernel imports this module before the standard library may be imported.
    import threading
    from concurrent.futures import Future

    _count, _tasks = itertools.count(1), None
    for kind in (threading.Thread, Future):
        setattr(kind, "__hash__", _number)  # noqa: B010 - mypy takes an assignment to a method for a mistake


def begin_recorded(recorder: Any) -> None:
    """Do the same for a program that is recorded, and for asyncio's tasks and futures."""
    global _tasks
    begin()
    _tasks = recorder.tasks

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
