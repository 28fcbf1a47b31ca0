"""The turns of a loop: a task or a callback gets control, and gives it up.

What is here runs at each switch between tasks, so it decides what a trace costs. What it uses is in local names, and
what a task does that only yields (`await asyncio.sleep(0)`) is written out; all else is elsewhere.
"""

import sys
from _thread import get_ident
from sys import _getframe as getframe
from types import BuiltinMethodType, CodeType, CoroutineType, GeneratorType, MethodType
from typing import Any

from .buffer import Place
from .monitor import Returned, Started
from .recorder import Recorder
from .tasks import TaskRecord
from .waits import READY, frames

_STEPS = frozenset({"Task.__step", "Task.__wakeup"})
_C_STEP = "TaskStepMethWrapper"  # the type has no public name
_c_step: Any = None  # that type, once there was one


def step_of(callback: Any) -> Any:
    """The task of which a callback is a step, or None."""
    global _c_step
    kind = type(callback)
    if kind is BuiltinMethodType:
        return callback.__self__ if callback.__name__ == "task_wakeup" else None
    if kind.__name__ == _C_STEP:
        _c_step = kind
        return callback.__self__
    if kind is MethodType and callback.__func__.__qualname__ in _STEPS:
        # A task in pure Python.
        return callback.__self__ if callback.__func__.__module__ == "asyncio.tasks" else None
    return None


class Turns:
    """Hooks on `Handle._run` and `BaseEventLoop._call_soon`, before those of the monitor."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.run: CodeType | None = None
        self.soon: CodeType | None = None
        monitor = recorder.monitor
        monitor.learn["asyncio.events", "Handle._run"] = self._learn_run
        monitor.learn["asyncio.base_events", "BaseEventLoop._call_soon"] = self._learn_soon
        monitor.started, monitor.returned = self._starting(monitor.started), self._returning(monitor.returned)

    def _learn_run(self, code: CodeType) -> None:
        self.run = self._recorder.sources.boundary = code

    def _learn_soon(self, code: CodeType) -> Any:
        self.soon = code
        return sys.monitoring.DISABLE  # only its return tells

    def _starting(self, others: Started) -> Started:
        recorder, now, extend = self._recorder, self._recorder.now, self._recorder.buffer.extend
        actors, tasks, records = recorder.actors, recorder.tasks, recorder.tasks.records
        loops, callbacks = recorder.loops, recorder.callbacks
        frame, failed = getframe, recorder.monitor.failure.note

        def started(code: CodeType, offset: int) -> Any:
            if code is not self.run:
                answer = others(code, offset)
                if code is not self.run:  # that was its first run
                    return answer
            try:
                handle = frame(1).f_locals["self"]
                actor = actors.get(get_ident()) or recorder.actor()
                if actor.in_turn:  # an exception ended the last one
                    loops.end_turn(actor)
                if actor.idle:
                    loops.waited(actor)
                elif actor.partial:
                    recorder.output.flush(actor)
                actor.in_turn = True
                callback = handle._callback
                task = callback.__self__ if type(callback) is _c_step else step_of(callback)
                if task is None:
                    callbacks.starts(actor, handle)
                    if actor.callback is not None and recorder.before_turn is not None:
                        recorder.before_turn(actor, handle)
                    return None
                record = records.get(id(task)) or tasks.spawn(actor, task, None)
                record.ready = False
                actor.task = record
                actor.running = task
                actor.by = record.by
                extend((now(), actor.number, record.number, "before_task_step", None, None))
                if recorder.before_turn is not None:
                    recorder.before_turn(actor, handle)
            except Exception as error:
                failed(error)
            return None

        return started

    def _returning(self, others: Returned) -> Returned:
        recorder, now, extend = self._recorder, self._recorder.now, self._recorder.buffer.extend
        actors, records, loops, callbacks = recorder.actors, recorder.tasks.records, recorder.loops, recorder.callbacks
        events, limit, sources = recorder.buffer.events, recorder.buffer.limit, recorder.sources
        line, scheduled = self._line, recorder.tasks.scheduled
        frame, failed = getframe, recorder.monitor.failure.note

        def returned(code: CodeType, offset: int, value: Any) -> Any:
            try:
                if code is self.soon:
                    callback = value._callback
                    task = callback.__self__ if type(callback) is _c_step else step_of(callback)
                    if task is None:
                        callbacks.soon(value, frame(1))
                        return None
                    actor = actors.get(get_ident()) or recorder.actor()
                    step: TaskRecord | None = actor.task
                    if step is not None and (task is actor.running or records.get(id(task)) is step):
                        step.ready = True  # the event "after_task_step" will say so
                        actor.yields = task is actor.running and type(callback) is _c_step
                    else:
                        scheduled(actor, task, frame(1))
                elif code is self.run:
                    actor = actors.get(get_ident()) or recorder.actor()
                    if actor.yields and not actor.partial and not actor.creating:
                        step, task = actor.task, actor.running
                        if task is not None:
                            coroutine, lines, place = task.get_coro(), step.lines, None
                            if lines is not None:
                                inner = coroutine.cr_await
                                if type(inner) is CoroutineType and inner.cr_code is sources.sleep:
                                    # Which instruction it is takes less time to find out than its line.
                                    place = lines.get(~coroutine.cr_frame.f_lasti)
                            if place is None:
                                place = line(coroutine)
                            extend((now(), actor.number, step.number, "after_task_step", place, READY))
                            actor.task = actor.running = None
                            actor.in_turn = actor.yields = False
                            actor.by = actor.itself
                            if len(events) > limit:
                                recorder.buffer.trim()
                            return None
                    loops.end_turn(actor)
                    loops.may_wait(actor)
                else:
                    return others(code, offset, value)
            except Exception as error:
                failed(error)
            return None

        return returned

    def _line(self, awaited: Any) -> Place | None:
        """At which line of the program a coroutine is suspended; the innermost one."""
        sources = self._recorder.sources
        known = sources.known
        inner, lines, place = None, sources.foreign, None
        while awaited is not None:
            kind = type(awaited)
            if kind is CoroutineType:
                code = awaited.cr_code
                if code is sources.sleep:
                    break
                places = known.get(id(code))
                if places is None:
                    places = sources.learn(code)
                if places:
                    inner, lines = awaited, places
                awaited = awaited.cr_await
            elif kind is GeneratorType and id(awaited.gi_code) in known and not known[id(awaited.gi_code)]:
                awaited = awaited.gi_yieldfrom
            else:
                for found in frames(awaited):
                    place = sources.place(found) or place
                break
        if inner is None or place is not None:
            return place
        frame = inner.cr_frame
        place = lines.get(~frame.f_lasti)
        if place is None:
            place = lines[~frame.f_lasti] = lines.get(frame.f_lineno) or sources.new(lines, frame.f_lineno)
        return place
