"""Tasks: spawned, named, ready, running, waiting, asked to cancel, ended."""

import functools
import sys
import weakref
from sys import _getframe as getframe
from types import CoroutineType, FrameType
from typing import Any

from .buffer import Detail
from .monitor import object_of
from .names import of_error, of_function, text
from .recorder import Actor, Recorder, Who
from .source import Places


class TaskRecord:
    """What is known of a task."""

    __slots__ = ("by", "cancels", "ended", "lines", "name", "number", "ready", "ref", "request", "spawned", "who")

    def __init__(self, number: int, task: Any, name: str) -> None:
        self.number = number
        self.who: Who = {"task": number}
        self.by: Detail = {"by": self.who}
        self.name = name
        self.ready = True
        self.ended = False
        self.cancels = 0
        self.lines: Places | None = None  # of its coroutine, where that is the program's own
        self.request: dict[str, Any] = {}  # the detail of the last request to cancel
        self.spawned: dict[str, Any] = {}  # the detail of its first event, if create_task() made it
        self.ref: weakref.ref[Any] = weakref.ref(task)


class Tasks:
    """Hooks on `create_task()` and on all that schedules a step."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._count = 0
        self.records: dict[int, TaskRecord] = {}  # by the task's id, while it exists
        self._destroyed_last: tuple[int, TaskRecord] | None = None
        monitor = recorder.monitor
        monitor.calls["cancel"], monitor.called["cancel"] = self._cancelling, self._cancelled
        for place in (
            ("asyncio.base_events", "BaseEventLoop.create_task"),
            ("asyncio.tasks", "create_eager_task_factory.<locals>.factory"),
        ):
            monitor.starts[place], monitor.returns[place] = self._creating, self._created
        for place in (("asyncio.tasks", "create_task"), ("asyncio.taskgroups", "TaskGroup.create_task")):
            monitor.returns[place] = self._named
        monitor.returns["asyncio.tasks", "Task.cancel"] = self._cancelled_in_python
        monitor.calls["set_name"], monitor.called["set_name"] = self._naming, self._renamed
        monitor.returns["asyncio.tasks", "Task.set_name"] = self._renamed_in_python

    def record(self, task: Any) -> TaskRecord | None:
        """What is known of a task that has been seen."""
        return self.records.get(id(task))

    def record_of_destroyed(self, task: Any) -> TaskRecord | None:
        """As `record`, also of a task that the garbage collector has just told to finalize itself."""
        key, record = self._destroyed_last or (0, None)
        return self.record(task) or (record if key == id(task) else None)

    def number(self, task: Any) -> int | None:
        """The number of a task that has been seen."""
        record = self.records.get(id(task))
        return record.number if record else None

    # Birth

    def _creating(self, _frame: FrameType) -> None:
        self._recorder.acting().creating += 1

    def _created(self, frame: FrameType, task: Any) -> None:
        recorder = self._recorder
        actor = recorder.actor()
        actor.creating = max(0, actor.creating - 1)
        record = self.record(task)
        if record is None:
            if not isinstance(task, _task_types()):
                return
            # It didn't schedule a step, so it has run already, to its end or its first wait.
            record = self.spawn(actor, task, frame)
            self._start_eagerly(actor, record)
        if actor.task is record and actor.eager:
            self.step_ends(actor, record)
            actor.task, who = actor.eager.pop()
            actor.running = None
            actor.act(who)
        self._correct_name(task)

    def _named(self, _frame: FrameType, task: Any) -> None:
        self._correct_name(task)

    def _correct_name(self, task: Any) -> None:
        """Up to Python 3.12 a task gets the name that it is given only after it was made."""
        record = self.record(task)
        if record is not None and record.spawned:
            record.name = record.spawned["name"] = text(task.get_name())

    def look_for_eager(self, actor: Actor) -> None:
        """Within `create_task()`, another task than that of the turn may have started."""
        if not actor.creating:
            return
        tasks = sys.modules["asyncio.tasks"]
        try:
            task = tasks.current_task()
        except RuntimeError:
            return
        if task is not None and (actor.task is None or actor.task.ref() is not task) and self.record(task) is None:
            self._start_eagerly(actor, self.spawn(actor, task, getframe(2)))

    def _start_eagerly(self, actor: Actor, record: TaskRecord) -> None:
        actor.eager.append((actor.task, actor.who))
        actor.task, actor.running, record.ready = record, None, False
        actor.act(record.who)
        self._recorder.emit(actor, "before_task_step", record.number, None, None)

    def spawn(self, actor: Actor, task: Any, frame: FrameType | None) -> TaskRecord:
        """A task is there that wasn't known."""
        self._count += 1
        key, records = id(task), self.records
        record = records[key] = TaskRecord(self._count, task, text(task.get_name()))
        record.ref = weakref.ref(task, functools.partial(self._destroyed, key))
        recorder, coroutine = self._recorder, task.get_coro()
        detail: dict[str, Any] = {
            "name": record.name,
            "coroutine": of_function(coroutine),
            "loop": recorder.numbers("loop").of(task._loop),
            "by": actor.who,
        }
        code = getattr(coroutine, "cr_code", None)
        if not recorder.sources.is_own(code):
            detail["library"] = True
        elif type(coroutine) is CoroutineType:
            record.lines = recorder.sources.known[id(code)]
        if actor.creating:
            record.spawned = detail
        recorder.emit(actor, "task_spawned", record.number, detail, recorder.where(frame))
        return record

    def _naming(self, _frame: FrameType, _function: Any, _first: Any) -> None:
        """A name is about to be set: nothing to tell yet, but `_renamed` is called only where this is."""

    def _renamed(self, frame: FrameType, function: Any, first: Any) -> None:
        task = object_of(function, first)
        record = self.record(task)
        # What asyncio sets is the name with which a task is made.
        if record is not None and not str(frame.f_globals.get("__name__")).startswith("asyncio."):
            self._look_at_name(self._recorder.acting(), record, task)

    def _renamed_in_python(self, frame: FrameType, _value: Any) -> None:
        caller = frame.f_back
        if caller is not None:
            self._renamed(caller, None, frame.f_locals["self"])

    def _look_at_name(self, actor: Actor, record: TaskRecord, task: Any) -> None:
        name = task.get_name()
        if name is not record.name and (name := text(name)) != record.name:
            record.name = name
            self._recorder.emit(actor, "task_named", record.number, {"name": name}, None)

    # Life

    def scheduled(self, actor: Actor, task: Any, frame: FrameType) -> None:
        """A step of a task was put into its loop's queue, by another one than its own last step."""
        record = self.records.get(id(task))
        if record is None:
            if actor.creating or actor.in_turn:
                self.look_for_eager(actor)
            record = self.records.get(id(task))
            if record is None:
                self.spawn(actor, task, frame)  # a new task is ready
                return
        record.ready = True
        if record is not actor.task:
            recorder = self._recorder
            recorder.emit(actor, "task_scheduled", record.number, actor.by, recorder.where(frame))

    def step_ends(self, actor: Actor, record: TaskRecord) -> None:
        """A task gives control up, or ends."""
        actor.task = actor.running = None
        task = record.ref()
        if task is None:
            return
        recorder = self._recorder
        if task.done():
            self._ends(actor, record, task)
            return
        if task.get_name() is not record.name:
            self._look_at_name(actor, record, task)
        detail, place = recorder.waits.of(task, record.ready)
        recorder.emit(actor, "after_task_step", record.number, detail, place)

    def _ends(self, actor: Actor, record: TaskRecord, task: Any) -> None:
        self._look_at_name(actor, record, task)
        record.ended = True
        detail: dict[str, Any] = {"outcome": "done"}
        place = None
        # Not exception(), which would mark it as retrieved.
        error = task._exception if not task.cancelled() else None
        if task.cancelled():
            detail["outcome"] = "cancelled"
        elif error is not None:
            detail = {"outcome": "failed", "exception": of_error(error)}
            tb = error.__traceback__
            while tb is not None:
                if self._recorder.sources.place(tb.tb_frame):
                    place = self._recorder.sources.place(tb.tb_frame)
                    assert place
                    place = place._replace(line=tb.tb_lineno)
                tb = tb.tb_next
        if count := task.cancelling():
            detail["cancelling"] = count
        self._recorder.emit(actor, "task_exited", record.number, detail, place)

    def _destroyed(self, key: int, _: object) -> None:
        record = self.records.pop(key, None)
        if record is not None and not record.ended:
            self._destroyed_last = key, record
            recorder = self._recorder
            recorder.emit(recorder.actor(), "task_exited", record.number, {"outcome": "destroyed"}, None)

    # Cancellation

    def _cancelling(self, frame: FrameType, function: Any, first: Any) -> None:
        task = object_of(function, first)
        # Within a task's own code it is a future that is cancelled, by its method of that class.
        if isinstance(task, _task_types()) and not frame.f_code.co_qualname.startswith("Task.__"):
            place = self._recorder.sources.place(frame)
            self.cancelling(task, frame, None if place else frame.f_code.co_qualname)

    def cancelling(self, task: Any, frame: FrameType | None, call: str | None) -> None:
        """A task is asked to cancel, from `frame`; `call` is the library's function that asks."""
        record = self.record(task)
        if record is None or task.done():
            return
        recorder = self._recorder
        actor = recorder.acting()
        record.cancels = task.cancelling() + 1
        record.request = {"by": actor.who, "count": record.cancels}
        if call:
            record.request["call"] = call
        recorder.emit(actor, "cancel_requested", record.number, record.request, recorder.where(frame))

    def _cancelled(self, _frame: FrameType, function: Any, first: Any) -> None:
        self._note_message(object_of(function, first))

    def _note_message(self, task: Any) -> None:
        """The request has been passed on: its message lies with the task, or with what that waits for."""
        record = self.record(task)
        if record is None or not record.request:
            return
        while task is not None:
            message = getattr(task, "_cancel_message", None)
            if message is not None:
                record.request["message"] = text(message)
                break
            task = getattr(task, "_fut_waiter", None)
        record.request = {}

    def _cancelled_in_python(self, frame: FrameType, _value: Any) -> None:
        self._note_message(frame.f_locals["self"])


def _task_types() -> tuple[type, ...]:
    tasks = sys.modules.get("asyncio.tasks")
    return (tasks.Task, tasks._PyTask) if tasks else ()
