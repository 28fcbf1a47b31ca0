"""Who holds a lock or a semaphore of asyncio, which these don't know themselves."""

from types import FrameType
from typing import Any

from .recorder import Recorder, Who


class Locks:
    """Hooks on `acquire()` and `release()`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._owners: dict[int, Who] = {}  # by the lock's number
        monitor = recorder.monitor
        for kind in ("Lock", "Semaphore"):
            monitor.returns["asyncio.locks", f"{kind}.acquire"] = self._acquired
            monitor.starts["asyncio.locks", f"{kind}.release"] = self._released

    def owner(self, lock: Any) -> Who | None:
        """Who holds a lock, as far as it is known."""
        number = self._recorder.numbers("lock").known(lock)
        return self._owners.get(number) if number is not None else None

    def _acquired(self, frame: FrameType, value: Any) -> None:
        if value is True:
            actor = self._recorder.acting()
            kind, number = self._emit("lock_acquired", frame)
            if kind == "lock":
                self._owners[number] = actor.who

    def _released(self, frame: FrameType) -> None:
        lock = frame.f_locals["self"]
        # An error comes of releasing what nobody holds.
        if getattr(lock, "_locked", True):
            kind, number = self._emit("lock_released", frame)
            if kind == "lock":
                self._owners.pop(number, None)

    def _emit(self, event: str, frame: FrameType) -> tuple[str, int]:
        recorder = self._recorder
        actor = recorder.acting()
        kind = "lock" if frame.f_code.co_qualname.startswith("Lock.") else "semaphore"
        number = recorder.numbers(kind).of(frame.f_locals["self"])
        recorder.emit(actor, event, actor.task and actor.task.number, {kind: number}, recorder.where(frame))
        return kind, number
