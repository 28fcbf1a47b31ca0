"""Records programs on a clock that jumps to the next timer: `python on_virtual_clock.py DIRECTORY PROGRAM …`.

Each program runs in a process of its own, made by fork; its trace is DIRECTORY/NUMBER.jsonl, by its place in the list.

Computing takes no time on this clock. A program that computes until a time has come reads the clock again and again
without ever waiting; from the hundredth time on, each time it reads it is a millisecond later.
"""

import asyncio
import contextlib
import importlib
import os
import random
import resource
import sys
import time
import types
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE.parent), str(_HERE.parents[1] / "docs" / "runner")]

from virtual_time import VirtualLoop  # noqa: E402  (found by the line above)

# Not by an import: mypy looks at the tests as for Python 3.11, which has no `sys.monitoring`.
Recorder = importlib.import_module("interleave.trace").Recorder
Buffer = importlib.import_module("interleave.trace.buffer").Buffer

_LIMIT = 5  # seconds of processor time for a program
# Events of a stored trace. A drawing in a page has room for fewer.
_FIRST, _LAST = 300, 1
_PATIENCE, _BUSY = 100, 0.001
_clock = 0.0
_reads = 0  # of the clock, since something last waited


class _Loop(VirtualLoop):
    """All loops of a process share one clock, as on a machine."""

    @property
    def now(self) -> float:
        return _clock

    @now.setter
    def now(self, value: float) -> None:
        global _clock, _reads
        _clock = max(_clock, value)
        _reads = 0


def _sleep(seconds: float) -> None:
    global _clock, _reads
    _clock += seconds
    _reads = 0


def _read() -> float:
    global _clock, _reads
    _reads += 1
    if _reads >= _PATIENCE:
        _clock = round(_clock + _BUSY, 9)
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
