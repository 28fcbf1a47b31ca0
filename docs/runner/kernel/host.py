"""The one place where the kernel meets JavaScript.

A thread is suspended by CPython's own `select.poll`: Pyodide's `poll` system call asks `SOCKFS.pollAsync` (set by
worker.js) for a promise, and JSPI suspends the WebAssembly stack until it settles. No promise becomes a Python
object on the way, so no event loop is needed for it, and the interpreter releases and takes its lock as it does in
every system call that blocks.
"""

import math
import select
from collections.abc import Callable
from typing import Protocol

# The real poll, bound before the kernel's own `select` takes the name.
_poll = select.poll
_pollers: dict[int, select.poll] = {}

# select.poll takes milliseconds as a C int. Whoever waits longer asks again.
_LONGEST_MS = 2**31 - 1


class Bridge(Protocol):
    """What worker.js hands over."""

    def wake(self, ident: int) -> None: ...

    def spawn(self, function: Callable[[], None]) -> None: ...

    def takeSignals(self) -> int: ...  # noqa: N802  (a JavaScript name)

    def sendSignal(self, signum: int) -> None: ...  # noqa: N802  (a JavaScript name)

    def signalTaken(self, signum: int) -> None: ...  # noqa: N802  (a JavaScript name)


_bridge: Bridge | None = None
_can_run_sync: Callable[[], bool] = lambda: False  # noqa: E731  (rebound by attach)


def attach(bridge: Bridge) -> None:
    """Connect the kernel to the worker. Until then nothing may block."""
    global _bridge, _can_run_sync
    from pyodide.ffi import can_run_sync

    _bridge = bridge
    _can_run_sync = can_run_sync


def can_suspend() -> bool:
    """Whether the code that runs now was entered in a way that lets it be suspended."""
    return _bridge is not None and _can_run_sync()


def suspend(ident: int, timeout: float | None) -> bool:
    """Suspend the calling thread until it is woken or until `timeout` seconds have passed; 0 yields once.

    Returns whether a signal waits to be delivered.
    """
    poller = _pollers.get(ident)
    if poller is None:
        # A descriptor that is no open file: worker.js reads it to know who waits.
        poller = _pollers[ident] = _poll()
        poller.register(ident, select.POLLIN)
    if timeout is None:
        return bool(poller.poll())
    return bool(poller.poll(min(math.ceil(timeout * 1000), _LONGEST_MS)))


def forget(ident: int) -> None:
    """Drop what is kept for a thread that ended."""
    _pollers.pop(ident, None)


def wake(ident: int) -> None:
    """Let a suspended thread go on, once the running one is suspended. Nothing happens if it isn't suspended."""
    if _bridge is not None:
        _bridge.wake(ident)


def spawn(function: Callable[[], None]) -> None:
    """Run `function` on a stack of its own, once the running thread is suspended."""
    if _bridge is None:
        raise RuntimeError("can't start new thread")
    _bridge.spawn(function)


def take_signals() -> list[int]:
    """The signals sent to this process since the last call."""
    if _bridge is None:
        return []
    pending = _bridge.takeSignals()
    return [signum for signum in range(1, 32) if pending >> signum & 1]


def send_signal(signum: int) -> None:
    """Put a signal among those that wait to be taken."""
    if _bridge is not None:
        _bridge.sendSignal(signum)


def signal_taken(signum: int) -> None:
    """Tell the page that a signal reached the program."""
    if _bridge is not None:
        _bridge.signalTaken(signum)
