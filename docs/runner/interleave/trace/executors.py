"""Functions that run in the threads and processes of an executor: `to_thread()`, `run_in_executor()`, `submit()`."""

import weakref
from types import FrameType
from typing import Any

from .names import of_function
from .recorder import Recorder


class Executors:
    """Hooks on `concurrent.futures`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._numbers = recorder.numbers("work")
        self._functions: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
        monitor = recorder.monitor
        monitor.returns["concurrent.futures.thread", "ThreadPoolExecutor.submit"] = self._submitted
        monitor.returns["concurrent.futures.process", "ProcessPoolExecutor.submit"] = self._submitted
        monitor.starts["concurrent.futures.thread", "_WorkItem.run"] = self._starts
        monitor.returns["concurrent.futures.thread", "_WorkItem.run"] = self._ends
        monitor.returns["asyncio.futures", "wrap_future"] = self._wrapped
        monitor.returns["asyncio.tasks", "shield"] = self._shielded

    def _submitted(self, frame: FrameType, future: Any) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        function = self._functions[future] = of_function(frame.f_locals["fn"])
        detail = {"work": self._numbers.of(future), "function": function, "by": actor.who}
        recorder.emit(actor, "work_submitted", actor.task and actor.task.number, detail, recorder.where(frame))

    def _starts(self, frame: FrameType) -> None:
        recorder = self._recorder
        actor = recorder.actor()
        # The thread may be faster than submit() returns.
        number = self._numbers.of(frame.f_locals["self"].future)
        actor.act({"work": number})
        recorder.emit(actor, "before_work", None, {"work": number}, None)

    def _ends(self, _frame: FrameType, _value: Any) -> None:
        recorder = self._recorder
        actor = recorder.actor()
        if "work" in actor.who:
            recorder.emit(actor, "after_work", None, {"work": actor.who["work"]}, None)
        actor.reset()

    def _wrapped(self, frame: FrameType, future: Any) -> None:
        inner = frame.f_locals["future"]
        if (number := self._numbers.known(inner)) is not None:
            found = {"on": "work", "number": number}
            if (function := self._functions.get(inner)) is not None:
                found["function"] = function
            self._recorder.waits.note(future, found)

    def _shielded(self, frame: FrameType, future: Any) -> None:
        inner = frame.f_locals["inner"]
        if inner is not future:
            self._recorder.waits.note(future, {"on": "shield"}, inner)
