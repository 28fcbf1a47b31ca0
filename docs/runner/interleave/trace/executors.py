"""Functions that run in threads and processes of a pool: `to_thread()`, `run_in_executor()`, `submit()`, `map()`."""

import weakref
from types import FrameType
from typing import Any

from .names import module_of, of_function
from .recorder import Recorder

# Where a process of a pool gets what to do.
_PROCESSES = ("concurrent.futures.process", "_process_worker"), ("multiprocessing.pool", "worker")
# What these pools call to apply a function to a part of what `map()` got.
_CHUNKS = ("mapstar", "starmapstar")


class Executors:
    """Hooks on `concurrent.futures`, and on the processes of `multiprocessing.Pool`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._numbers = recorder.numbers("work")
        self._functions: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
        monitor = recorder.monitor
        monitor.returns["concurrent.futures.thread", "ThreadPoolExecutor.submit"] = self._submitted
        monitor.returns["concurrent.futures.process", "ProcessPoolExecutor.submit"] = self._submitted
        monitor.starts["concurrent.futures.thread", "_WorkItem.run"] = self._starts
        monitor.returns["concurrent.futures.thread", "_WorkItem.run"] = self._ends
        monitor.returns["multiprocessing.queues", "Queue.get"] = self._taken
        monitor.returns["multiprocessing.queues", "SimpleQueue.get"] = self._taken
        monitor.starts["concurrent.futures.process", "_sendback_result"] = self._done
        monitor.starts["multiprocessing.queues", "SimpleQueue.put"] = self._done
        monitor.returns["asyncio.futures", "wrap_future"] = self._wrapped
        monitor.returns["asyncio.tasks", "shield"] = self._shielded

    def _submitted(self, frame: FrameType, future: Any) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        function = self._functions[future] = of_function(frame.f_locals["fn"])
        detail = {"work": self._numbers.of(future), "function": function, "by": actor.who}
        recorder.emit(actor, "work_submitted", actor.task and actor.task.number, detail, recorder.where(frame))

    def _starts(self, frame: FrameType) -> None:
        # The thread may be faster than submit() returns.
        self._begin({"work": self._numbers.of(frame.f_locals["self"].future)})

    def _begin(self, detail: dict[str, Any]) -> None:
        actor = self._recorder.actor()
        actor.act({"work": detail["work"]})
        self._recorder.emit(actor, "before_work", None, detail, None)

    def _taken(self, frame: FrameType, item: Any) -> None:
        """A process of a pool takes what to do; it doesn't know by which number its parent knows that."""
        if item is None or not is_worker(frame.f_back):
            return
        if isinstance(item, tuple):
            _job, _index, function, args, _keywords = item
            if module_of(function) == "multiprocessing.pool" and function.__name__ in _CHUNKS:
                function = args[0][0]
        else:
            function = item.fn
        self._begin({"work": self._numbers.new(object()), "function": of_function(function)})

    def _done(self, frame: FrameType) -> None:
        if is_worker(frame.f_back) and "work" in self._recorder.actor().who:
            self._ends(frame, None)

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


def is_worker(frame: FrameType | None) -> bool:
    """Whether a frame is the function of a pool's process that gets what to do, does it and returns the result."""
    return frame is not None and (frame.f_globals.get("__name__"), frame.f_code.co_name) in _PROCESSES
