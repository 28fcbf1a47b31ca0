"""The events of threads, which only the kernel knows: who runs, waits for what, is woken by whom; locks; signals."""

from collections.abc import Callable
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from ..base.tracebacks import getframe, outside_kernel
from ..threads import scheduler
from . import thread_waits


class Watcher:
    """Tells a recorder what the scheduler does, from the moment at which there is a second thread.

    A program of one thread is recorded as on a machine: its thread runs whenever its tasks do.
    """

    def __init__(self, recorder: Any, before_turn: Callable[..., None]) -> None:
        """`before_turn` is called when a thread goes on, or starts: then with the frame that it starts with."""
        self._recorder = recorder
        self._before_turn = before_turn
        # Threads that have given control up, with an event that says so.
        self._left: set[scheduler.Thread] = set()
        self._numbers: WeakKeyDictionary[scheduler.Thread, int] = WeakKeyDictionary()
        # The thread that was preempted last: if it goes on as the next one, nothing has happened.
        self._preempted: tuple[scheduler.Thread, int, Any] | None = None
        starts = recorder.monitor.starts
        known = starts["threading", "Thread._bootstrap_inner"]

        def begins(frame: FrameType) -> None:
            known(frame)
            self._note_preemption()
            actor = recorder.actor()
            self._numbers[scheduler.current] = actor.number
            recorder.emit(actor, "before_thread_step", None, None, None)
            before_turn(scheduler.current, frame)

        starts["threading", "Thread._bootstrap_inner"] = begins

    def _note_preemption(self) -> None:
        if self._preempted is None:
            return
        (thread, time, place), self._preempted = self._preempted, None
        actor = self._recorder.actors.get(thread.ident)
        if actor is None or thread not in scheduler.alive:
            return
        self._left.add(thread)
        self._recorder.buffer.extend((time, actor.number, None, "after_thread_step", place, {"ready": True}))

    def suspends(self, thread: scheduler.Thread, timeout: float | None) -> None:
        """The running thread gives control up."""
        recorder = self._recorder
        actor = recorder.actors.get(thread.ident)
        if len(scheduler.alive) == 1 or actor is None:
            return
        frame = getframe(1)
        if timeout == 0:
            self._preempted = thread, recorder.now(), recorder.where(frame)
            return
        wait = thread_waits.read(frame, recorder.sources.is_own)
        if wait.on == "loop":  # of which the recorder says when it waits
            return
        self._left.add(thread)
        recorder.emit(actor, "after_thread_step", None, {"wait": self.described(wait)}, recorder.where(frame))

    def resumes(self, thread: scheduler.Thread) -> None:
        """A thread that was suspended goes on."""
        if self._preempted is not None and self._preempted[0] is thread:
            self._preempted = None
        self._note_preemption()
        if thread in self._left:
            self._left.discard(thread)
            actor = self._recorder.actors.get(thread.ident)
            if actor is not None:
                self._recorder.emit(actor, "before_thread_step", None, None, None)
                self._before_turn(thread)

    def wakes(self, thread: scheduler.Thread) -> None:
        """The running thread lets another one go on."""
        recorder = self._recorder
        actor = recorder.actors.get(thread.ident)
        if actor is None or thread not in self._left or thread is scheduler.current:
            return
        self._note_preemption()
        running = recorder.actors.get(scheduler.current.ident)
        # One that has just ended wakes those that have waited for that.
        by = running.who if running else {"thread": self._numbers.get(scheduler.current, 1)}
        recorder.emit(actor, "thread_scheduled", None, {"by": by}, None)

    def acquired(self, lock: object) -> None:
        """The running thread has taken a lock."""
        self._lock("lock_acquired", lock)

    def released(self, lock: object) -> None:
        """The running thread gives a lock back."""
        self._lock("lock_released", lock)

    def _lock(self, event: str, lock: object) -> None:
        recorder = self._recorder
        frame = outside_kernel(getframe(2))
        # Not those in queues, events and the like.
        place = recorder.sources.place(frame) if frame is not None else None
        if place is None:
            return
        actor = recorder.acting()
        detail = {"lock": recorder.numbers("lock").of(lock)}
        if name := thread_waits.name_of(lock, frame):
            detail["name"] = name
        recorder.emit(actor, event, actor.task and actor.task.number, detail, place)

    def signalled(self, signum: int, handler: Any) -> None:
        """A handler of the program's is about to be called."""
        recorder = self._recorder
        function = getattr(handler, "__func__", handler)
        if not str(getattr(function, "__module__", "")).startswith("asyncio"):  # of which the recorder hears itself
            # Not before the kernel has taken the place of what it imports.
            from signal import Signals

            recorder.emit(recorder.acting(), "signal_received", None, {"signal": Signals(signum).name}, None)

    def described(self, wait: thread_waits.Wait) -> dict[str, Any]:
        """What a thread waits for, as schema.json has it."""
        found: dict[str, Any] = {"on": wait.on, **wait.detail}
        thing = wait.thing
        if wait.on == "thread":
            threads, thing = self._recorder.numbers("thread"), getattr(thing, "_handle", thing)
            actor = self._recorder.actors.get(getattr(thing, "ident", 0))
            known = actor.number if actor else threads.known(wait.thing)
            if known is not None:
                found["number"] = known
        elif wait.on not in ("sleep", "input", "signal", "system", "idle") and thing is not None:
            found["number"] = self._recorder.numbers(wait.on).of(thing)
            if name := thread_waits.name_of(thing, wait.frame):
                found["name"] = name
        owner = getattr(thing, "holder", None)
        if owner is not None and (actor := self._recorder.actors.get(owner.ident)):
            found["owner"] = {"thread": actor.number}
        if wait.call:
            found["call"] = wait.call
        return found
