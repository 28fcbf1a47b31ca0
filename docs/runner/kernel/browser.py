"""The kernel's only interface to JavaScript.

A thread is suspended by CPython's own `select.poll`: Pyodide's `poll` system call asks `SOCKFS.pollAsync` (set by
suspension.js) for a promise, and JSPI suspends the WebAssembly stack until it settles. The promise never becomes a
Python object, so no event loop is needed, and the interpreter releases and takes its lock as in every blocking system
call.
"""

import math
import os
import select
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bridge import Bridge

# The real poll, bound before the kernel's own `select` replaces it.
_poll = select.poll
# Emscripten's sleep, bound before the kernel's own replaces it. It stops all threads.
native_sleep = time.sleep
native_process_time = time.process_time
_pollers: dict[tuple[int, int], select.poll] = {}

# select.poll takes milliseconds as a C int. Longer waits are repeated.
_LONGEST_MS = 2**31 - 1
# The argument of `run_alone` when the process is over.
NOBODY = -1

_bridge: "Bridge | None" = None
# Whether waits are exact to fractions of a millisecond (process/clock.js).
_exact = False
# Whether the garbage collector is running.
collecting = False
_can_run_sync: Callable[[], bool] = lambda: False  # noqa: E731  (rebound by attach)
_to_js: Callable[[object], object] = lambda value: value  # noqa: E731  (rebound by attach)


def attach(bridge: "Bridge") -> None:
    """Connect the kernel to the worker. Until then nothing may block."""
    global _bridge, _can_run_sync, _to_js
    from js import Object
    from pyodide.ffi import can_run_sync, to_js

    _bridge = bridge
    _can_run_sync = can_run_sync
    _to_js = partial(to_js, dict_converter=Object.fromEntries)


def _from_js(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if not hasattr(value, "to_py"):
        return None  # JavaScript's null
    return value.to_py()


def note_collection(phase: str, info: object) -> None:
    """Note that the garbage collector starts or stops (`gc.callbacks`)."""
    global collecting
    collecting = phase == "start"


def count_exactly(exact: bool) -> None:
    """Make waits exact, or round them up to the next millisecond, as for poll(2)."""
    global _exact
    _exact = exact


def can_suspend() -> bool:
    """Whether the running code may be suspended: it was entered in a way that allows it, and isn't a finalizer.

    While it calls finalizers, the collector keeps lists of objects whose heads are on its C stack. All stacks occupy
    the same memory, so another thread that ran meanwhile would overwrite them.
    """
    return _bridge is not None and not collecting and _can_run_sync()


def suspend(ident: int, timeout: float | None, interruptible: bool = True) -> bool:
    """Suspend the calling thread until it is woken or until `timeout` seconds have passed; 0 yields once.

    Returns whether a signal is pending.
    """
    mask = select.POLLIN if interruptible else 0
    poller = _pollers.get((ident, mask))
    if poller is None:
        # Not an open descriptor: suspension.js takes it as the waiting thread's identifier, and the mask as the kind of
        # wait.
        poller = _pollers[ident, mask] = _poll()
        poller.register(ident, mask)
    if _exact and timeout is not None and timeout > 0 and _bridge is not None:
        _bridge.waitExactly(timeout * 1000)
    return bool(poller.poll(None if timeout is None else math.ceil(min(timeout * 1000, _LONGEST_MS))))


def forget(ident: int) -> None:
    """Drop the state of an ended thread."""
    for mask in (0, select.POLLIN):
        _pollers.pop((ident, mask), None)


def identify(ident: int) -> None:
    """Give the running thread its identifier in CPython; 0 when it ends."""
    if _bridge is not None:
        _bridge.identify(ident)


def wake(ident: int) -> None:
    """Resume a suspended thread, once the running one is suspended. Does nothing if it isn't suspended."""
    if _bridge is not None:
        _bridge.wake(ident)


def run_alone(ident: int) -> None:
    """Run only this thread from now on: the interpreter ends."""
    if _bridge is not None:
        _bridge.runAlone(ident)


def cpu_time(ident: int) -> float:
    """The CPU time of a thread, or with 0 of all threads of this interpreter; seconds."""
    return _bridge.cpuTime(ident) if _bridge is not None else native_process_time()


def resumed() -> int:
    """How often a thread of this interpreter has been resumed."""
    return _bridge.resumed() if _bridge is not None else 0


def set_slice(seconds: float) -> None:
    """Set how long a thread runs until the others get a turn."""
    if _bridge is not None:
        _bridge.setSlice(seconds)


def spawn(function: Callable[[], None]) -> None:
    """Run `function` on its own stack, once the running thread is suspended."""
    if _bridge is None:
        raise RuntimeError("can't start new thread")
    _bridge.spawn(function)


def ask(op: str, arguments: Sequence[object], ident: int, at_once: bool) -> int:
    """Send a question to the machine for a thread, which is woken by the answer; returns the question's number.

    If it is answered `at_once`, no other thread runs until then on the instant clock.
    """
    if _bridge is None:
        raise RuntimeError("there is no machine yet")
    return _bridge.ask(op, _to_js(arguments), ident, at_once)


def answered(number: int) -> bool:
    """Whether a question has been answered."""
    return _bridge is not None and _bridge.answered(number)


def take_answer(number: int) -> Any:
    """Return and remove the answer to a question."""
    return _from_js(_bridge.takeAnswer(number)) if _bridge is not None else None


def tell(op: str, arguments: Sequence[object]) -> None:
    """Send the machine a message that needs no answer."""
    if _bridge is not None:
        _bridge.tell(op, _to_js(arguments))


def describe(fd: int) -> dict[str, Any] | None:
    """What a descriptor that isn't the kernel's refers to: {"terminal"}, {"end"}, or {"file", "flags", "position"}."""
    description: dict[str, Any] | None = _from_js(_bridge.describe(fd)) if _bridge is not None else None
    return description


def lock_target(fd: int, is_range: bool) -> dict[str, Any] | None:
    """The file that locks on a descriptor apply to; `is_range`: locks that closing the file releases."""
    target: dict[str, Any] | None = _from_js(_bridge.lockTarget(fd, is_range)) if _bridge is not None else None
    return target


def receive_file(description: dict[str, Any]) -> int:
    """Open a file that another process described; returns the descriptor."""
    return _bridge.receiveFile(_to_js(description)) if _bridge is not None else -1


def set_timer(signum: int, seconds: float, interval: float) -> tuple[float, float]:
    """Send this process a signal after `seconds` (0: never), then every `interval`; returns the previous timer."""
    if _bridge is None:
        return 0.0, 0.0
    left, every = _from_js(_bridge.setTimer(signum, seconds, interval))
    return float(left), float(every)


def has_company() -> bool:
    """Whether there are, or were, other processes."""
    return _bridge is not None and _bridge.hasCompany()


def make_socket(fd: int) -> None:
    """Make an open file the file of a Unix-domain socket."""
    if _bridge is not None:
        _bridge.makeSocket(fd)


def directory(path: str) -> str:
    """The path by which another process finds an existing directory, even if it is the working one and was removed."""
    return _bridge.directory(path) if _bridge is not None else os.path.abspath(path)


def umask(mask: int) -> int:
    """Set the umask, unless negative; returns the previous one."""
    return _bridge.umask(mask) if _bridge is not None else 0


def set_time_zone(rules: object) -> None:
    """Set the local time zone of C code, as described by time_zone.py; None: the browser's."""
    if _bridge is not None:
        _bridge.setTimeZone(_to_js(rules))


def connected() -> bool:
    """Whether there is a JavaScript side; in tests of the kernel there is none."""
    return _bridge is not None


def set_status_flags(fd: int, flags: int) -> None:
    """Set the flags of an open file that can be changed (F_SETFL)."""
    if _bridge is not None:
        _bridge.setStatusFlags(fd, flags)


def attach_memory(segment: str, memory: object) -> None:
    """Register an object with a buffer as this process's copy of shared memory."""
    if _bridge is not None:
        _bridge.attachMemory(segment, memory)


def detach_memory(segment: str) -> None:
    """Send the changes in this process's copy of shared memory, and drop the copy."""
    if _bridge is not None:
        _bridge.detachMemory(segment)


def limit_descriptors(count: int) -> None:
    """Set the highest number of descriptors."""
    if _bridge is not None:
        _bridge.limitDescriptors(count)


def memory_size() -> int:
    """The size of this process's memory in bytes."""
    return _bridge.memorySize() if _bridge is not None else 0


def finishing() -> None:
    """Tell the page that the main thread has ended and waits for the others."""
    if _bridge is not None:
        _bridge.finishing()


def tell_events(lines: str, times: str) -> None:
    """Send the page events of the program, as JSON, one per line.

    `times`: the time of each in nanoseconds, one per line, if other processes of the program have events too; otherwise
    "".
    """
    if _bridge is not None:
        _bridge.tellEvents(lines, times)


def stand(ident: int, turn: str) -> None:
    """Stop all threads until the page resumes the calling one, which suspends itself now.

    `turn` describes what it is about to do: a record of shared/messages.js, as JSON.
    """
    if _bridge is not None:
        _bridge.stand(ident, turn)


def fetch(number: int, url: str, method: str, headers: Sequence[tuple[str, str]], body: bytes) -> None:
    """Make a request through the browser; `gateway`'s receivers get the response, by its number (gateway.js)."""
    if _bridge is not None:
        _bridge.fetch(number, url, method, _to_js(headers), _to_js(body) if body else None)


def pull(number: int) -> None:
    """Request the next piece of a response."""
    if _bridge is not None:
        _bridge.pull(number)


def abort(number: int) -> None:
    """Abort a request or the rest of its response."""
    if _bridge is not None:
        _bridge.abort(number)


def open_socket(number: int, url: str, protocols: Sequence[str]) -> None:
    """Open a WebSocket through the browser; `abort` drops it."""
    if _bridge is not None:
        _bridge.openSocket(number, url, _to_js(protocols))


def send_socket(number: int, data: str | bytes) -> None:
    """Send a message over a WebSocket."""
    if _bridge is not None:
        _bridge.sendSocket(number, _to_js(data))


def close_socket(number: int, code: int, reason: str) -> None:
    """Close a WebSocket with a code and a reason."""
    if _bridge is not None:
        _bridge.closeSocket(number, code, reason)


def probe(number: int, place: str) -> None:
    """Ask whether anything answers at a host and port."""
    if _bridge is not None:
        _bridge.probe(number, place)


def page() -> dict[str, Any]:
    """The page's origin: {"origin", "hostname", "port", "loopback"}."""
    return (_from_js(_bridge.page()) if _bridge is not None else None) or {}


def end_process(status: int) -> None:
    """End this process with an exit code, or with a signal's number, negative."""
    if _bridge is not None:
        _bridge.exit(status)


def tick_again() -> None:
    """Interrupt the program a little later, because it could not be interrupted now."""
    if _bridge is not None:
        _bridge.tickAgain()


def take_signals() -> list[int]:
    """The signals sent to this process since the last call."""
    return sorted(_from_js(_bridge.takeSignals()) or ()) if _bridge is not None else []


def send_signal(signum: int) -> None:
    """Add a signal to the pending ones."""
    if _bridge is not None:
        _bridge.sendSignal(signum)


def signal_taken(signum: int) -> None:
    """Tell the page that a signal reached the program."""
    if _bridge is not None:
        _bridge.signalTaken(signum)
