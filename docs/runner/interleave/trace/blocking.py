"""What threads wait for, and who wakes them, on CPython: functions of the standard library that block, and its locks.

Nobody tells when the interpreter lets another thread run. So between two of these waits a thread counts as running,
also while it is preempted. In the tab, the kernel knows better (kernel/recording/threads.py), and this isn't used.
"""

import sys
import time
from _thread import LockType, RLock
from collections.abc import Callable, Mapping
from types import CodeType, FrameType
from typing import Any, NamedTuple

from .monitor import object_of
from .names import of_variable
from .recorder import Actor, Recorder, Who

Names = Mapping[str, Any]
Key = tuple[str, int | None]


class _Kind(NamedTuple):
    """A function that blocks."""

    on: str  # as in schema.json
    blocks: Callable[[Names], object]
    condition: str = ""  # the attribute with the condition by which others wake who waits
    detail: Callable[[Any], dict[str, Any]] = lambda thing: {}


def _called_by(frame: FrameType, function: str) -> bool:
    return frame.f_back is not None and frame.f_back.f_code.co_qualname == function


def _others_run(_: Names) -> bool:
    threading = sys.modules["threading"]
    return any(not thread.daemon and thread is not threading.main_thread() for thread in threading.enumerate())


def _is_full(names: Names) -> bool:
    queue = names["self"]
    return bool(names["block"] and 0 < queue.maxsize <= queue._qsize())


def _items(queue: Any) -> dict[str, Any]:
    return {"size": queue._qsize(), "maxsize": max(0, queue.maxsize)}


_FUTURE = _Kind("work", lambda names: names["self"]._state in ("PENDING", "RUNNING"), "_condition")
_CHILD = _Kind("process", lambda names: names["self"].returncode is None)
_KINDS = {
    ("threading", "Condition.wait"): _Kind("condition", lambda names: True),
    ("threading", "Event.wait"): _Kind("event", lambda names: not names["self"]._flag, "_cond"),
    ("threading", "Semaphore.acquire"): _Kind(
        "semaphore", lambda names: names["blocking"] and not names["self"]._value, "_cond"
    ),
    ("threading", "Barrier.wait"): _Kind(
        "barrier",
        lambda names: names["self"]._count + 1 < names["self"]._parties,
        "_cond",
        lambda barrier: {"waiting": barrier._count, "parties": barrier._parties},
    ),
    ("threading", "Thread.join"): _Kind("thread", lambda names: names["self"].is_alive()),
    ("threading", "_shutdown"): _Kind("thread", _others_run),
    ("queue", "Queue.get"): _Kind(
        "queue", lambda names: names["block"] and not names["self"]._qsize(), "not_empty", _items
    ),
    ("queue", "Queue.put"): _Kind("queue", _is_full, "not_full", _items),
    ("queue", "Queue.join"): _Kind("queue", lambda names: names["self"].unfinished_tasks, "all_tasks_done", _items),
    ("concurrent.futures._base", "Future.result"): _FUTURE,
    ("concurrent.futures._base", "Future.exception"): _FUTURE,
    ("concurrent.futures._base", "wait"): _Kind("work", lambda names: True),
    ("concurrent.futures.thread", "ThreadPoolExecutor.shutdown"): _Kind("executor", lambda names: names["wait"]),
    ("subprocess", "Popen.wait"): _CHILD,
    ("subprocess", "Popen.communicate"): _CHILD,
    ("multiprocessing.process", "BaseProcess.join"): _Kind("process", lambda names: names["self"].is_alive()),
}


class _Block:
    """A wait of a thread."""

    __slots__ = ("by", "code", "key", "scheduled")

    def __init__(self, key: Key, code: CodeType | None) -> None:
        self.key = key
        self.code = code  # of the function that waits; None for one in C
        self.scheduled = False
        self.by: Who | None = None  # who has made it possible, if others may still be faster


class Blocking:
    """Hooks on what blocks a thread, and on what wakes it."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._waiting: dict[Key, list[Actor]] = {}  # the first is the one that has waited longest
        self._conditions: dict[int, Key] = {}  # what the waits mean whose threads a condition wakes, by its id
        self._owners: dict[int, Who] = {}  # by the lock's number
        self._depths: dict[int, int] = {}  # of locks that their owner may acquire again
        recorder.unblock = self._unblock
        monitor = recorder.monitor
        for name in _KINDS:
            monitor.starts[name], monitor.returns[name] = self._starting, self._returned
        monitor.starts["threading", "Condition.notify"] = self._notifies
        monitor.in_with = True
        for method in ("acquire", "__enter__"):
            monitor.calls[method], monitor.called[method] = self._acquiring, self._acquired
        for method in ("release", "__exit__"):
            monitor.calls[method] = self._releasing
        monitor.calls["sleep"], monitor.called["sleep"] = self._sleeps, self._slept
        place = "threading", "Thread._bootstrap_inner"
        self._known_start, self._known_end = monitor.starts[place], monitor.returns[place]
        monitor.starts[place], monitor.returns[place] = self._thread_starts, self._thread_ends

    # Waits

    def _block(self, frame: FrameType, wait: dict[str, Any], thing: Any, code: CodeType | None, call: str = "") -> None:
        recorder = self._recorder
        actor = recorder.actor()
        own: FrameType | None = frame
        while own is not None and recorder.sources.place(own) is None:
            call, own = own.f_code.co_qualname, own.f_back
        if name := of_variable(thing, own):
            wait["name"] = name
        wait["call"] = call
        recorder.emit(actor, "after_thread_step", None, {"wait": wait}, recorder.where(own))
        key = wait["on"] if wait["on"] != "queue" else call, wait.get("number")
        actor.blocked = _Block(key, code)
        self._waiting.setdefault(key, []).append(actor)

    def _unblock(self, actor: Actor) -> None:
        block, actor.blocked = actor.blocked, None
        self._waiting[block.key].remove(actor)
        if not block.scheduled and block.by is not None:
            self._recorder.emit(actor, "thread_scheduled", None, {"by": block.by}, None)
        self._recorder.emit(actor, "before_thread_step", None, None, None)

    def _wake(self, key: Key, by: Who, count: int | None = None) -> None:
        ready = [actor for actor in self._waiting.get(key, ()) if not actor.blocked.scheduled]
        for actor in ready[:count]:
            actor.blocked.scheduled = True
            self._recorder.emit(actor, "thread_scheduled", None, {"by": by}, None)

    # Functions in Python

    def _starting(self, frame: FrameType) -> None:
        recorder, names = self._recorder, frame.f_locals
        kind = _KINDS[frame.f_globals["__name__"], frame.f_code.co_qualname]
        if recorder.actor().blocked is not None or not kind.blocks(names):
            return
        thing = names.get("self")
        wait: dict[str, Any] = {"on": kind.on}
        if _called_by(frame, "Thread.start"):
            wait = {"on": "system"}  # the thread to run, which sets an event
        elif thing is not None and kind.on != "executor":
            numbered = thing._popen if kind.on == "process" and hasattr(thing, "_popen") else thing
            wait |= kind.detail(thing)
            wait["number"] = recorder.numbers(kind.on).of(numbered)
        self._block(frame, wait, thing, frame.f_code)
        condition = thing if kind.on == "condition" else getattr(thing, kind.condition, None)
        if condition is not None:
            self._conditions[id(condition)] = recorder.actor().blocked.key

    def _returned(self, frame: FrameType, _value: Any) -> None:
        actor = self._recorder.actor()
        if actor.blocked is not None and actor.blocked.code is frame.f_code:
            self._unblock(actor)

    def _notifies(self, frame: FrameType) -> None:
        key = self._conditions.get(id(frame.f_locals["self"]))
        if key is not None:
            self._wake(key, self._recorder.acting().who, frame.f_locals["n"])

    def _thread_starts(self, frame: FrameType) -> None:
        self._known_start(frame)
        self._recorder.emit(self._recorder.actor(), "before_thread_step", None, None, None)

    def _thread_ends(self, frame: FrameType, value: Any) -> None:
        number = self._recorder.actor().number
        self._known_end(frame, value)
        self._wake(("thread", number), {"thread": number})

    # Functions in C: locks of the program's own, and sleep

    def _lock(self, frame: FrameType, function: Any, first: Any) -> Any:
        """The lock of which the program itself calls a method. Others are in queues, events and so on."""
        lock = object_of(function, first)
        return lock if isinstance(lock, (LockType, RLock)) and self._recorder.sources.place(frame) else None

    def _acquiring(self, frame: FrameType, function: Any, first: Any) -> None:
        lock = self._lock(frame, function, first)
        if lock is None:
            return
        recorder = self._recorder
        number = recorder.numbers("lock").of(lock)
        owner = self._owners.get(number)
        if owner is None or (isinstance(lock, RLock) and owner == recorder.acting().who):
            return
        self._block(frame, {"on": "lock", "number": number, "owner": owner}, lock, None, "acquire")

    def _acquired(self, frame: FrameType, function: Any, first: Any) -> None:
        lock = self._lock(frame, function, first)
        if lock is None:
            return
        recorder = self._recorder
        actor = recorder.acting()
        number = recorder.numbers("lock").of(lock)
        if actor.blocked is not None:
            self._unblock(actor)
        if isinstance(lock, RLock) and self._owners.get(number) == actor.who:
            self._depths[number] = self._depths.get(number, 0) + 1
        elif number not in self._owners:
            self._owners[number] = actor.who
            for other in self._waiting.get(("lock", number), ()):
                other.blocked.by = None
            self._emit("lock_acquired", frame, lock, number)
        # Else it was to wait no longer than some time, and hasn't got it.

    def _releasing(self, frame: FrameType, function: Any, first: Any) -> None:
        lock = self._lock(frame, function, first)
        number = self._recorder.numbers("lock").known(lock) if lock is not None else None
        if number is None or number not in self._owners:
            return
        if self._depths.get(number):
            self._depths[number] -= 1
            return
        key, by = ("lock", number), self._recorder.acting().who
        self._emit("lock_released", frame, lock, number)
        del self._owners[number]
        waiting = self._waiting.get(key, ())
        if len(waiting) == 1:
            self._wake(key, by)
        for actor in waiting:  # of several, nobody says which one will get it
            actor.blocked.by = by

    def _emit(self, event: str, frame: FrameType, lock: Any, number: int) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        detail: dict[str, Any] = {"lock": number}
        if name := of_variable(lock, frame):
            detail["name"] = name
        recorder.emit(actor, event, actor.task and actor.task.number, detail, recorder.where(frame))

    def _sleeps(self, frame: FrameType, function: Any, first: Any) -> None:
        if function is time.sleep and self._recorder.actor().blocked is None:
            self._block(frame, {"on": "sleep", "seconds": float(first)}, None, None, "sleep")

    def _slept(self, _frame: FrameType, function: Any, _first: Any) -> None:
        actor = self._recorder.actor()
        if function is time.sleep and actor.blocked is not None and actor.blocked.code is None:
            self._unblock(actor)
