"""The recorder: who acts in each thread, and where events go."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from .buffer import Buffer, Detail, Place
from .monitor import Monitor
from .numbers import Numbers
from .source import Sources

Who = dict[str, Any]
FORMAT = 1


class Actor:
    """A thread, and what it executes at the moment."""

    __slots__ = (
        "blocked",
        "by",
        "callback",
        "creating",
        "eager",
        "idle",
        "in_turn",
        "itself",
        "loop",
        "number",
        "partial",
        "running",
        "task",
        "yields",
    )

    def __init__(self, number: int) -> None:
        self.number = number
        self.task: Any = None  # the TaskRecord of the task whose step runs
        self.running: Any = None  # that task, if its step is a turn of its own
        self.callback: int | None = None  # the number of the callback that runs
        self.in_turn = False
        self.yields = False  # that task only lets the others run: it is in its loop's queue again
        self.idle = False  # its loop waits for I/O or a timer
        self.loop: int | None = None  # the loop that runs
        self.creating = 0  # how many calls of create_task() are on the stack: a task may start in one
        self.eager: list[tuple[Any, Who]] = []  # who acted before each task that started so
        self.blocked: Any = None  # what it waits for, as far as `blocking` knows
        self.partial: dict[str, tuple[str, Place | None]] = {}  # by stream: text without a line end so far
        self.itself: Detail = {"by": {"thread": number}}
        self.reset()

    def reset(self) -> None:
        """Between two turns it is the thread itself that acts."""
        self.by = self.itself

    def act(self, who: Who) -> None:
        """From now on `who` acts."""
        self.by = {"by": who}

    @property
    def who(self) -> Who:
        """Who acts."""
        return self.by["by"]  # type: ignore[no-any-return]


class Recorder:
    """Records a program of this process from `start()` to `stop()`.

    Args:
        program: the path of the program's main file; what lies in its directory is the program's own source.
        clock: nanoseconds of a clock that never goes back; by default that of `time.perf_counter_ns`.
        buffer: where events are kept.
        start_time: when the program started, on that clock, if it has long since: this process is a child of it.
        processes: numbers of child processes, if they have some already.
    """

    def __init__(
        self,
        program: str,
        *,
        clock: Callable[[], int] | None = None,
        buffer: Buffer | None = None,
        start_time: int | None = None,
        processes: Numbers | None = None,
    ) -> None:
        # Here, because each of them needs this module's names.
        from . import callbacks, children, executors, locks, loops, network, output, tasks, threads, turns, waits

        self.buffer = buffer or Buffer()
        self.sources = Sources(program)
        self.now = clock or time.perf_counter_ns
        self._is_child = start_time is not None
        self.start_time = self.now() if start_time is None else start_time
        self.actors: dict[int, Actor] = {}
        self.monitor = Monitor()
        self._numbers: dict[str, Numbers] = {} if processes is None else {"process": processes}
        # Called before each turn of a task or of a callback, with who acts and the handle that is about to run.
        self.unblock: Callable[[Actor], None] = lambda actor: None
        self.before_turn: Callable[[Actor, Any], None] | None = None
        self.threads = threads.Threads(self)
        self.waits = waits.Waits(self)
        self.tasks = tasks.Tasks(self)
        self.callbacks = callbacks.Callbacks(self)
        self.loops = loops.Loops(self)
        turns.Turns(self)
        self.output = output.Output(self)
        self.network = network.Network(self)
        self.executors = executors.Executors(self)
        self.locks = locks.Locks(self)
        self.children = children.Children(self)

    def start(self) -> None:
        """Begin to record. Raises RuntimeError if no tool id of `sys.monitoring` is free."""
        actor = self.actor()
        if not self._is_child:
            self.emit(actor, "program_started", None, {"format": FORMAT}, None)
        self.monitor.start()

    def stop(self) -> None:
        """End the recording."""
        self.monitor.stop()
        self.output.stop()
        actor = self.actor()
        self.loops.settle(actor)
        self.output.finish()
        if self._is_child:
            return  # its parent says how it ended
        detail: dict[str, Any] = {}
        if error := getattr(sys, "last_exc", None):
            detail["failed"] = type(error).__qualname__
        if error := self.monitor.failure.error:
            detail["recorder_failed"] = f"{type(error).__qualname__}: {error}"
        self.emit(actor, "program_ended", None, detail, None)

    def actor(self) -> Actor:
        """Who acts in this thread."""
        ident = threading.get_ident()
        return self.actors.get(ident) or self.threads.first_seen(ident)

    def numbers(self, kind: str) -> Numbers:
        """The numbers of the objects of a kind."""
        return self._numbers.setdefault(kind, Numbers())

    def emit(self, actor: Actor, event: str, task: int | None, detail: Detail | None, place: Place | None) -> None:
        """Record an event, at the present time."""
        if actor.partial:
            self.output.flush(actor)
        if actor.blocked is not None and event != "thread_scheduled":
            self.unblock(actor)
        buffer = self.buffer
        buffer.extend((self.now(), actor.number, task, event, place, detail))
        if len(buffer.events) > buffer.limit:
            buffer.trim()

    def lines(self) -> Iterator[str]:
        """The trace so far, as lines of JSON."""
        return self.buffer.lines(self.start_time)

    def acting(self) -> Actor:
        """As `actor`, also where a step has ended without a sign, or a task has started within another one."""
        actor = self.actor()
        if actor.in_turn or actor.creating:
            self.loops.settle(actor, only_if_left=True)
            self.tasks.look_for_eager(actor)
        return actor

    def where(self, frame: FrameType | None) -> Place | None:
        """The line of the program that led to a frame."""
        return self.sources.caller(frame)
