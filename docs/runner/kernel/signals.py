"""Preemption, and the delivery of signals between two bytecodes.

worker.js lets Pyodide's interrupt buffer say TICK every few milliseconds. CPython then calls the handler below inside
whatever code runs. There the running thread yields: other threads run, and so does the worker's own event loop, which
is how a message from the page ("stop") gets in without shared memory.
"""

import _signal
import sys
from types import FrameType

from . import host, threads
from .tracebacks import is_kernel

# The last real-time signal. Programs that use it are rarer than those that use SIGALRM.
TICK = 64

# Where kernel code calls the program's.
_ENTRY = {
    ("program.py", "_execute"),
    ("program.py", "_finish"),
    ("signals.py", "deliver"),
    ("thread.py", "_run"),
}


def preemptible(frame: FrameType | None) -> bool:
    """Whether the interrupted code is the program's or a library's: nothing of the kernel stands above it."""
    while frame is not None:
        code = frame.f_code
        if is_kernel(code.co_filename):
            return (code.co_filename.rpartition("/")[2], code.co_name) in _ENTRY
        frame = frame.f_back
    return False


def outside_kernel(frame: FrameType | None) -> FrameType | None:
    """The frame that called into the kernel: what a signal handler is shown."""
    while frame is not None and is_kernel(frame.f_code.co_filename):
        frame = frame.f_back
    return frame


def send(signum: int) -> None:
    """Send a signal to this process; it is delivered like one that comes from outside."""
    if not 1 <= signum <= 31:
        raise ValueError("signal number out of range")
    host.send_signal(signum)


def deliver(frame: FrameType | None) -> None:
    """Call the handlers of the signals that wait, in the main thread. Raises what a handler raises."""
    for signum in host.take_signals():
        host.signal_taken(signum)
        handler = _signal.getsignal(signum)
        if callable(handler):
            handler(signum, frame)


def _deliver_to_waiting_main() -> None:
    deliver(outside_kernel(sys._getframe(1)))


def _tick(signum: int, frame: FrameType | None) -> None:
    if not preemptible(frame) or not host.can_suspend():
        return
    if threads.current is threads.main:
        deliver(frame)
    threads.park(0)


def install() -> None:
    """Take the timer's signal."""
    threads.deliver_signals = _deliver_to_waiting_main
    _signal.signal(TICK, _tick)
