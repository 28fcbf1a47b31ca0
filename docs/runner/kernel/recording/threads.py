"""The events of threads, which only the kernel knows: turns, waits, wake-ups, locks, signals."""

from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from ..base.tracebacks import getframe, outside_kernel
from ..threads import scheduler
from . import thread_waits

_ASKS_MACHINE = scheduler.await_answer.__code__


class Watcher:
    """Reports the scheduler's actions to a recorder, as soon as there is a second thread or process.

    A program of one thread is recorded as on a machine: its thread runs whenever its tasks do.
    """

    def __init__(
        self,
        recorder: Any,
        trace: Any,
        before_turn: Callable[..., None],
        is_in_company: Callable[[], bool],
    ) -> None:
        """`trace` is the recorder's package.

        `before_turn` is called when a thread is resumed, or starts: then with its first frame.
        `is_in_company` says whether other processes are recorded with this one.
        """
        self._recorder = recorder
        self._trace = trace
        self._before_turn = before_turn
        self._is_in_company = is_in_company
        # Threads that wait for the number of a child, which isn't reported.
        self._spawning: set[scheduler.Thread] = set()
        # Threads that have given up control, with an event for that.
        self._left: set[scheduler.Thread] = set()
        self._numbers: WeakKeyDictionary[scheduler.Thread, int] = WeakKeyDictionary()
        # The thread that was preempted last, or asked the machine what a system call answers at once: if it is the next
        # to run, nothing is reported.
        self._preempted: tuple[scheduler.Thread, int, Any] | None = None
        starts, returns = recorder.monitor.starts, recorder.monitor.returns
        # The kernel reports each process and each signal, however the program starts or sends it.
        for hooks, names in ((returns, trace.children.STARTS), (starts, trace.children.SIGNALS)):
            for name in names:
                del hooks[name]
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
        """Report that the running thread gives up control."""
        recorder = self._recorder
        actor = recorder.actors.get(thread.ident)
        if actor is None or thread in self._spawning or (len(scheduler.alive) == 1 and not self._is_in_company()):
            return
        frame = getframe(1)
        if timeout == 0 or getframe(2).f_code is _ASKS_MACHINE:
            self._preempted = thread, recorder.now(), recorder.where(frame)
            return
        wait = thread_waits.read(frame, recorder.sources.is_own)
        if wait.on == "loop":  # the recorder reports when a loop waits
            return
        self._left.add(thread)
        recorder.emit(actor, "after_thread_step", None, {"wait": self.described(wait)}, recorder.where(frame))

    def resumes(self, thread: scheduler.Thread) -> None:
        """Report that a suspended thread is resumed."""
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
        """Report that the running thread wakes another one."""
        recorder = self._recorder
        actor = recorder.actors.get(thread.ident)
        if actor is None or thread not in self._left or thread is scheduler.current:
            return
        self._note_preemption()
        running = recorder.actors.get(scheduler.current.ident)
        # A thread that has just ended wakes those that wait for its end.
        by = running.who if running else {"thread": self._numbers.get(scheduler.current, 1)}
        recorder.emit(actor, "thread_scheduled", None, {"by": by}, None)

    def acquired(self, lock: object) -> None:
        """Report that the running thread has taken a lock."""
        self._lock("lock_acquired", lock)

    def released(self, lock: object) -> None:
        """Report that the running thread releases a lock."""
        self._lock("lock_released", lock)

    def _lock(self, event: str, lock: object) -> None:
        recorder = self._recorder
        frame = outside_kernel(getframe(2))
        # Not the locks inside queues, events and the like.
        place = recorder.sources.place(frame) if frame is not None else None
        if place is None:
            return
        actor = recorder.acting()
        detail = {"lock": recorder.numbers("lock").of(lock)}
        if name := thread_waits.name_of(lock, frame):
            detail["name"] = name
        recorder.emit(actor, event, actor.task and actor.task.number, detail, place)

    def signalled(self, signum: int, handler: Any) -> None:
        """Report that one of the program's signal handlers is about to be called."""
        recorder, names = self._recorder, self._trace.names
        if not names.module_of(handler).startswith("asyncio."):  # the recorder reports these itself
            detail = {"signal": names.of_signal(signum)}
            recorder.emit(recorder.acting(), "signal_received", None, detail, None)

    def spawns(self) -> Callable[[int | str, Sequence[str]], None]:
        """Report that the running thread starts a process; call the result with the process's number, or none."""
        recorder, thread = self._recorder, scheduler.current
        # The child may run before its parent knows its number.
        time = recorder.now()
        self._spawning.add(thread)

        def spawned(pid: int | str, argv: Sequence[str]) -> None:
            self._spawning.discard(thread)
            if isinstance(pid, str):
                return
            actor = recorder.acting()
            recorder.output.flush(actor)
            detail = {"process": pid, "name": self._name_process(argv), "by": actor.who}
            task, place = actor.task and actor.task.number, recorder.where(getframe(1))
            recorder.buffer.extend((time, actor.number, task, "process_spawned", place, detail))

        return spawned

    def _name_process(self, argv: Sequence[str]) -> str:
        for frame in thread_waits.stack(getframe(1)):
            module, name = frame.f_globals.get("__name__"), frame.f_code.co_name
            if (module, name) == ("multiprocessing.process", "start"):
                return str(self._trace.names.text(frame.f_locals["self"].name))
            if (module, name) == ("subprocess", "_execute_child"):
                return str(self._trace.children.of_program(frame.f_locals["self"].args))
        return str(self._trace.children.of_program(argv))

    def reaped(self, pid: int, status: int) -> None:
        """Report that the running thread has waited for a child."""
        self._recorder.children.exited(pid, status)

    def sends(self, signum: int, pid: int) -> None:
        """Report that the running thread sends a signal; `pid` as in kill(2): a group has no number in a trace."""
        recorder = self._recorder
        actor = recorder.acting()
        detail = {"signal": self._trace.names.of_signal(signum), "by": actor.who}
        if pid > 0:
            detail["process"] = pid
        place = recorder.where(getframe(1))
        recorder.emit(actor, "signal_sent", actor.task and actor.task.number, detail, place)

    def interpreter(self, event: str, number: int) -> None:
        """Report that the running thread has created or ended another interpreter."""
        recorder = self._recorder
        actor = recorder.acting()
        detail: dict[str, Any] = {"interpreter": number}
        if event == "interpreter_spawned":
            detail["by"] = actor.who
        recorder.emit(actor, event, actor.task and actor.task.number, detail, recorder.where(getframe(1)))

    def transferred(self, event: str, sock: object, count: int) -> None:
        """Report bytes through a socket, except those of asyncio's transports, which the recorder reports."""
        frame = outside_kernel(getframe(1))
        if not count or frame is None or str(frame.f_globals.get("__name__")).startswith("asyncio."):
            return
        recorder = self._recorder
        actor = recorder.acting()
        detail = {"socket": recorder.numbers("socket").of(sock), "bytes": count}
        recorder.emit(actor, event, actor.task and actor.task.number, detail, recorder.where(frame))

    def described(self, wait: thread_waits.Wait) -> dict[str, Any]:
        """Describe a thread's wait in the form of schema.json."""
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
