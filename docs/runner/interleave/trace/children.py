"""Child processes: started by whom, and how they ended, as far as this process learns of it."""

import os
from types import FrameType
from typing import Any

from .names import text
from .recorder import Recorder, Who

_ITSELF = 1  # the number of this process


class Children:
    """Hooks on `subprocess`, `asyncio.subprocess` and `multiprocessing`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._numbers = recorder.numbers("process")
        self._numbers.of(self)
        self._ended: set[int] = set()
        monitor = recorder.monitor
        monitor.returns["subprocess", "Popen._execute_child"] = self._popen
        monitor.starts["subprocess", "Popen._handle_exitstatus"] = self._status
        monitor.starts["asyncio.base_subprocess", "BaseSubprocessTransport._process_exited"] = self._transport_ended
        monitor.returns["multiprocessing.process", "BaseProcess.start"] = self._process
        for method in ("popen_fork", "popen_forkserver"):
            monitor.returns[f"multiprocessing.{method}", "Popen.poll"] = self._polled

    def child(self, popen: Any) -> Who:
        """A child, as an event names it."""
        return {"process": self._numbers.of(popen)}

    def _spawned(self, popen: Any, name: str, frame: FrameType) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        detail = {"process": self._numbers.of(popen), "name": name, "by": actor.who}
        recorder.emit(actor, "process_spawned", actor.task and actor.task.number, detail, recorder.where(frame))

    def _popen(self, frame: FrameType, _value: Any) -> None:
        popen = frame.f_locals["self"]
        words = popen.args
        first = words[0] if isinstance(words, list | tuple) else str(words).partition(" ")[0]
        # Without the directory: an interpreter's isn't the same on each machine.
        self._spawned(popen, text(os.path.basename(os.fsdecode(first))), frame)

    def _process(self, frame: FrameType, _value: Any) -> None:
        process = frame.f_locals["self"]
        self._spawned(process._popen, text(process.name), frame)

    def _exited(self, popen: Any, code: int) -> None:
        number = self._numbers.known(popen)
        if number is not None and number not in self._ended:
            self._ended.add(number)
            recorder = self._recorder
            recorder.emit(recorder.acting(), "process_exited", None, {"process": number, "code": code}, None)

    def _status(self, frame: FrameType) -> None:
        self._exited(frame.f_locals["self"], os.waitstatus_to_exitcode(frame.f_locals["sts"]))

    def _transport_ended(self, frame: FrameType) -> None:
        names = frame.f_locals
        popen = names["self"]._proc
        self._exited(popen, names["returncode"])
        # Who waits for it is woken by it.
        if popen is not None:
            self._recorder.acting().act(self.child(popen))

    def _polled(self, frame: FrameType, code: Any) -> None:
        if isinstance(code, int):
            self._exited(frame.f_locals["self"], code)
