"""Child processes: started by whom, and how they ended, as far as this process learns of it."""

import os
from types import FrameType
from typing import Any

from .names import of_signal, text
from .recorder import Recorder, Who

# What starts a child, and what sends one a signal.
STARTS = (("subprocess", "Popen._execute_child"), ("multiprocessing.process", "BaseProcess.start"))
SIGNALS = (
    ("subprocess", "Popen.send_signal"),
    ("multiprocessing.popen_fork", "Popen._send_signal"),
    ("asyncio.base_subprocess", "BaseSubprocessTransport.send_signal"),
)


class Children:
    """Hooks on `subprocess`, `asyncio.subprocess` and `multiprocessing`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._numbers = recorder.numbers("process")
        self._numbers.of(self)
        self._ended: set[int] = set()
        monitor = recorder.monitor
        monitor.returns[STARTS[0]], monitor.returns[STARTS[1]] = self._popen, self._process
        monitor.starts["subprocess", "Popen._handle_exitstatus"] = self._status
        monitor.starts["asyncio.base_subprocess", "BaseSubprocessTransport._process_exited"] = self._transport_ended
        for name in SIGNALS:
            monitor.starts[name] = self._signals
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
        self._spawned(popen, of_program(popen.args), frame)

    def _process(self, frame: FrameType, _value: Any) -> None:
        process = frame.f_locals["self"]
        self._spawned(process._popen, text(process.name), frame)

    def exited(self, number: int | None, code: int) -> None:
        """The program has learned that a child has ended, with an exit code or by a signal, as a negative number."""
        if number is not None and number not in self._ended:
            self._ended.add(number)
            recorder = self._recorder
            recorder.emit(recorder.acting(), "process_exited", None, {"process": number, "code": code}, None)

    def _status(self, frame: FrameType) -> None:
        self.exited(self._numbers.known(frame.f_locals["self"]), os.waitstatus_to_exitcode(frame.f_locals["sts"]))

    def _signals(self, frame: FrameType) -> None:
        names = frame.f_locals
        number = self._numbers.known(getattr(names["self"], "_proc", names["self"]))
        if number is None or number in self._ended:
            return
        if frame.f_back is not None and frame.f_back.f_code.co_qualname == SIGNALS[-1][1]:
            return  # up to Python 3.12, asyncio calls the method of `Popen`
        recorder = self._recorder
        actor = recorder.acting()
        detail = {
            "signal": of_signal(names["sig"] if "sig" in names else names["signal"]),
            "process": number,
            "by": actor.who,
        }
        recorder.emit(actor, "signal_sent", actor.task and actor.task.number, detail, recorder.where(frame))

    def _transport_ended(self, frame: FrameType) -> None:
        names = frame.f_locals
        popen = names["self"]._proc
        self.exited(self._numbers.known(popen), names["returncode"])
        # Who waits for it is woken by it.
        if popen is not None:
            self._recorder.acting().act(self.child(popen))

    def _polled(self, frame: FrameType, code: Any) -> None:
        if isinstance(code, int):
            self.exited(self._numbers.known(frame.f_locals["self"]), code)


def of_program(args: Any) -> str:
    """The name of a program that `subprocess` starts: without the directory, which isn't the same on each machine."""
    first = args[0] if isinstance(args, list | tuple) else str(args).partition(" ")[0]
    return text(os.path.basename(os.fsdecode(first)))
