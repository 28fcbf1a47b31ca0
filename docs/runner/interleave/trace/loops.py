"""Event loops: when they run, when they have nothing to run, and what they report."""

import sys
from types import FrameType
from typing import Any

from .names import of_error, text
from .recorder import Actor, Recorder


class Loops:
    """Hooks on `BaseEventLoop`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._numbers = recorder.numbers("loop")
        starts, returns = recorder.monitor.starts, recorder.monitor.returns
        starts["asyncio.base_events", "BaseEventLoop.run_forever"] = self._run_starts
        returns["asyncio.base_events", "BaseEventLoop.run_forever"] = self._run_ends
        # Since Python 3.13; it runs also where an exception ends the loop.
        starts["asyncio.base_events", "BaseEventLoop._run_forever_cleanup"] = self._run_cleaned_up
        starts["asyncio.base_events", "BaseEventLoop.close"] = self._run_cleaned_up
        starts["asyncio.base_events", "BaseEventLoop.call_exception_handler"] = self._error_reported

    def _run_starts(self, frame: FrameType) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        self._end_run(actor)
        actor.loop = self._numbers.of(frame.f_locals["self"])
        recorder.emit(actor, "before_run", None, {"loop": actor.loop}, recorder.where(frame))

    def _run_ends(self, _frame: FrameType, _value: Any) -> None:
        self._end_run(self._recorder.actor())

    def _run_cleaned_up(self, _frame: FrameType) -> None:
        self._end_run(self._recorder.actor())

    def _end_run(self, actor: Actor) -> None:
        self.settle(actor)
        if actor.loop is not None:
            loop, actor.loop, actor.idle = actor.loop, None, False
            self._recorder.emit(actor, "after_run", None, {"loop": loop}, None)

    def settle(self, actor: Actor, only_if_left: bool = False) -> None:
        """End a turn that an exception ended: `Handle._run` doesn't return on SystemExit and KeyboardInterrupt."""
        if actor.in_turn and not (only_if_left and sys.modules["asyncio.events"]._get_running_loop() is not None):
            self.end_turn(actor)

    def end_turn(self, actor: Actor) -> None:
        """What a thread executed has returned."""
        recorder = self._recorder
        if (task := actor.task) is not None:
            recorder.tasks.step_ends(actor, task)
        elif actor.callback is not None:
            recorder.emit(actor, "after_callback", None, {"callback": actor.callback}, None)
            actor.callback = None
        actor.in_turn = actor.yields = False
        if actor.creating:
            actor.eager.clear()
            actor.creating = 0
        actor.reset()

    def may_wait(self, actor: Actor) -> None:
        """If the loop has nothing to run, it waits for I/O, or for its next timer."""
        loop = sys.modules["asyncio.events"]._get_running_loop()
        # Loops of other libraries have no such queue. In that of asyncio may be a timer that was cancelled when due.
        ready = getattr(loop, "_ready", None)
        if ready is None or loop._stopping:
            return
        if ready and not (ready[0]._cancelled and all(handle._cancelled for handle in ready)):
            return
        timers = [handle._when for handle in loop._scheduled[:1] if not handle._cancelled]
        if not timers or timers[0] > loop.time():
            actor.idle = True
            self._recorder.emit(actor, "before_io_wait", None, None, None)

    def waited(self, actor: Actor) -> None:
        """The loop's wait is over."""
        actor.idle = False
        self._recorder.emit(actor, "after_io_wait", None, None, None)

    def _error_reported(self, frame: FrameType) -> None:
        """Asyncio reports what nobody will handle: a task that is destroyed, an exception in a callback or a future."""
        recorder, context = self._recorder, frame.f_locals["context"]
        actor = recorder.acting()
        detail: dict[str, Any] = {"message": text(context.get("message"))}
        if isinstance(error := context.get("exception"), BaseException):
            detail["exception"] = of_error(error)
        if (future := context.get("task") or context.get("future")) is not None:
            record = recorder.tasks.record_of_destroyed(future)
            if record is not None:
                detail["about"] = record.who
        elif actor.callback is not None and context.get("handle") is not None:
            detail["about"] = {"callback": actor.callback}
        recorder.emit(actor, "error_reported", actor.task and actor.task.number, detail, None)
