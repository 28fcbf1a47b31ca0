"""Records programs on a clock that jumps to the next timer: `python on_virtual_clock.py DIRECTORY PROGRAM …`.

Each program runs in a process of its own, made by fork; its trace is DIRECTORY/NUMBER.jsonl, by its place in the list.

Computing takes no time on this clock. But each reading is a nanosecond later than the last, as in the tab: of two
timers for the same moment, the one that was set first is due first. And a loop waits for whole milliseconds, as by
epoll. A program that computes until a time has come reads the clock again and again without ever waiting; from the
hundredth time on, each time it reads it is a millisecond later.
"""

import asyncio
import contextlib
import importlib
import itertools
import math
import os
import random
import resource
import selectors
import sys
import time
import types
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE.parents[1] / "docs" / "runner"))

# Not by an import: mypy looks at the tests as for Python 3.11, which has no `sys.monitoring`.
Recorder = importlib.import_module("interleave.trace").Recorder
Buffer = importlib.import_module("interleave.trace.buffer").Buffer

_LIMIT = 5  # seconds of processor time for a program
# Events of a stored trace. A drawing in a page has room for fewer.
_FIRST, _LAST = 300, 1
_PATIENCE, _BUSY = 100, 0.001
_READING = 1e-9
_GRACE = 0.005  # seconds that bytes have to come from one socket of the process to another
_clock = 0.0
_reads = 0  # of the clock, since something last waited


class _JumpingSelector(selectors.SelectSelector):
    """Moves the clock by the time that it was to wait."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        global _clock, _reads
        ready = super().select(0)
        if not ready and timeout != 0 and len(self.get_map()) > 1:  # one is the loop's own
            ready = super().select(_GRACE)
        if not ready and timeout != 0:
            if timeout is None:
                raise RuntimeError("deadlock: no task can go on, and no timer is set")
            # As `selectors.EpollSelector` does; what a float is off is no millisecond.
            _clock += math.ceil(round(timeout * 1e3, 6)) / 1e3
            _reads = 0
        return ready


class Task(asyncio.Task[Any]):
    """Its place in a set doesn't depend on its address: a group cancels its tasks in the order in which they came."""

    _numbers = itertools.count(1)

    def __init__(self, coro: Coroutine[Any, Any, Any], **kwargs: Any) -> None:
        self._number = next(self._numbers)
        super().__init__(coro, **kwargs)

    def __hash__(self) -> int:
        return self._number


class _Loop(asyncio.SelectorEventLoop):
    """All loops of a process share one clock, as on a machine.

    Not the recipe `virtual_time`: its methods call those of asyncio, and the trace names the line that called them.
    """

    def __init__(self) -> None:
        super().__init__(_JumpingSelector())
        self.set_task_factory(lambda loop, coro, **kwargs: Task(coro, loop=loop, **kwargs))

    def time(self) -> float:
        global _clock
        _clock = round(_clock + _READING, 9)
        return _clock


def _sleep(seconds: float) -> None:
    global _clock, _reads
    _clock += seconds
    _reads = 0


def _read() -> float:
    global _clock, _reads
    _reads += 1
    _clock = round(_clock + (_BUSY if _reads >= _PATIENCE else _READING), 9)
    return _clock


def _run(program: Path, output: Path) -> None:
    asyncio.events.new_event_loop = asyncio.new_event_loop = _Loop
    time.sleep = _sleep  # type: ignore[assignment]
    time.monotonic = time.perf_counter = time.time = _read
    random.seed(0)
    sys.argv, sys.path[0] = [str(program)], str(program.parent)
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    module.__file__ = str(program)
    code = compile(program.read_bytes(), str(program), "exec")
    # Whole nanoseconds of a sum of floats: the same on each run.
    recorder = Recorder(str(program), clock=lambda: round(_clock * 1e9), buffer=Buffer(_FIRST, _LAST))
    recorder.output.listen()
    recorder.start()
    with contextlib.suppress(BaseException):
        exec(code, module.__dict__)
    recorder.stop()
    output.write_text("".join(recorder.lines()), encoding="utf-8")


def main() -> None:
    """Run all of them."""
    directory, programs = Path(sys.argv[1]), [Path(word).resolve() for word in sys.argv[2:]]
    null = os.open(os.devnull, os.O_RDWR)
    for number, program in enumerate(programs):
        child = os.fork()
        if child == 0:
            for fd in 0, 1, 2:
                os.dup2(null, fd)
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
                _run(program, directory / f"{number}.jsonl")
            finally:
                os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
