"""Threads: started by whom, ended. What a thread waits for is the kernel's to say."""

import threading
from types import FrameType
from typing import Any

from .names import text
from .recorder import Actor, Recorder

MAIN = 1


class Threads:
    """Hooks on `threading.Thread`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._numbers = recorder.numbers("thread")
        self._numbers.of(threading.main_thread())
        monitor = recorder.monitor
        monitor.starts["threading", "Thread.start"] = self._spawned
        monitor.starts["threading", "Thread.name"] = self._named
        monitor.starts["threading", "Thread._bootstrap_inner"] = self._starts
        monitor.returns["threading", "Thread._bootstrap_inner"] = self._ends

    def first_seen(self, ident: int) -> Actor:
        """Who acts in a thread of which nothing was known: the main thread, or one that `_thread` started."""
        recorder = self._recorder
        number = MAIN if ident == threading.main_thread().ident else self._numbers.new(object())
        actor = recorder.actors[ident] = Actor(number)
        if number != MAIN:
            recorder.emit(actor, "thread_spawned", None, {"thread": number, "name": None, "by": None}, None)
        return actor

    def _spawned(self, frame: FrameType) -> None:
        recorder = self._recorder
        actor, thread = recorder.acting(), frame.f_locals["self"]
        if self._numbers.known(thread) is not None:
            return  # threads can only be started once
        detail = {
            "thread": self._numbers.of(thread),
            "name": text(thread.name),
            "daemon": bool(thread.daemon),
            "by": actor.who,
        }
        recorder.emit(actor, "thread_spawned", actor.task and actor.task.number, detail, recorder.where(frame))

    def _named(self, frame: FrameType) -> None:
        # A property, whose two functions have one name.
        actor = self._recorder.actors.get(frame.f_locals["self"].ident)
        if actor is not None and "name" in frame.f_locals:
            self._recorder.emit(actor, "thread_named", None, {"name": text(frame.f_locals["name"])}, None)

    def _starts(self, frame: FrameType) -> None:
        self._recorder.actors[threading.get_ident()] = Actor(self._numbers.of(frame.f_locals["self"]))

    def _ends(self, _frame: FrameType, _value: Any) -> None:
        recorder = self._recorder
        actor = recorder.actor()
        recorder.loops.settle(actor)
        recorder.emit(actor, "thread_exited", None, {"thread": actor.number}, None)
        recorder.actors.pop(threading.get_ident(), None)
