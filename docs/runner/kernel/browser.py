"""The one place where the kernel meets JavaScript.

A thread is suspended by CPython's own `select.poll`: Pyodide's `poll` system call asks `SOCKFS.pollAsync` (set by
suspension.js) for a promise, and JSPI suspends the WebAssembly stack until it settles. No promise becomes a Python
object on the way, so no event loop is needed for it, and the interpreter releases and takes its lock as it does in
every system call that blocks.
"""

import math
import select
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bridge import Bridge

# The real poll, bound before the kernel's own `select` takes the name.
_poll = select.poll
# As Emscripten has it, bound before the kernel's own takes the name: all threads stand still.
native_sleep = time.sleep
native_process_time = time.process_time
_pollers: dict[tuple[int, int], select.poll] = {}

# select.poll takes milliseconds as a C int. Whoever waits longer asks again.
_LONGEST_MS = 2**31 - 1
# What `run_alone` takes where the process is over.
NOBODY = -1

_bridge: "Bridge | None" = None
# Whether a wait lasts as long as it is asked to, to the fraction of a millisecond (process/clock.js).
_exact = False
# Whether the garbage collector is at work.
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
    """The garbage collector tells that it starts or stops (`gc.callbacks`)."""
    global collecting
    collecting = phase == "start"


def count_exactly(exact: bool) -> None:
    """Let waits last as long as they are asked to, or up to the next millisecond, as what poll(2) takes."""
    global _exact
    _exact = exact


def can_suspend() -> bool:
    """Whether the code that runs now may be suspended: it was entered in a way that allows it, and isn't a finalizer.

    While it calls finalizers, the collector keeps lists of objects whose heads are on its C stack. All stacks lie at
    one place, so another thread that ran meanwhile would write to them where its own stack is.
    """
    return _bridge is not None and not collecting and _can_run_sync()


def suspend(ident: int, timeout: float | None, interruptible: bool = True) -> bool:
    """Suspend the calling thread until it is woken or until `timeout` seconds have passed; 0 yields once.

    Returns whether a signal waits to be delivered.
    """
    mask = select.POLLIN if interruptible else 0
    poller = _pollers.get((ident, mask))
    if poller is None:
        # A descriptor that is no open file: suspension.js reads it to know who waits, and the mask to know how.
        poller = _pollers[ident, mask] = _poll()
        poller.register(ident, mask)
    if _exact and timeout is not None and timeout > 0 and _bridge is not None:
        _bridge.waitExactly(timeout * 1000)
    return bool(poller.poll(None if timeout is None else math.ceil(min(timeout * 1000, _LONGEST_MS))))


def forget(ident: int) -> None:
    """Drop what is kept for a thread that ended."""
    for mask in (0, select.POLLIN):
        _pollers.pop((ident, mask), None)


def identify(ident: int) -> None:
    """Let CPython know the running thread by its identifier; 0 when it ends."""
    if _bridge is not None:
        _bridge.identify(ident)


def wake(ident: int) -> None:
    """Let a suspended thread go on, once the running one is suspended. Nothing happens if it isn't suspended."""
    if _bridge is not None:
        _bridge.wake(ident)


def run_alone(ident: int) -> None:
    """Let no other thread than this one run from now on: the interpreter ends."""
    if _bridge is not None:
        _bridge.runAlone(ident)


def cpu_time(ident: int) -> float:
    """How long a thread, or with 0 all of this interpreter's, have run and not waited; seconds."""
    return _bridge.cpuTime(ident) if _bridge is not None else native_process_time()


def resumed() -> int:
    """How often a thread of this interpreter has been resumed."""
    return _bridge.resumed() if _bridge is not None else 0


def set_slice(seconds: float) -> None:
    """How long a thread runs until the others get their turn."""
    if _bridge is not None:
        _bridge.setSlice(seconds)


def spawn(function: Callable[[], None]) -> None:
    """Run `function` on a stack of its own, once the running thread is suspended."""
    if _bridge is None:
        raise RuntimeError("can't start new thread")
    _bridge.spawn(function)


def ask(op: str, arguments: Sequence[object], ident: int) -> int:
    """Send a question to the machine for a thread, which is woken by the answer; returns the question's number."""
    if _bridge is None:
        raise RuntimeError("there is no machine yet")
    return _bridge.ask(op, _to_js(arguments), ident)


def answered(number: int) -> bool:
    """Whether the answer to a question is there."""
    return _bridge is not None and _bridge.answered(number)


def take_answer(number: int) -> Any:
    """The answer to a question."""
    return _from_js(_bridge.takeAnswer(number)) if _bridge is not None else None


def tell(op: str, arguments: Sequence[object]) -> None:
    """Tell the machine something that needs no answer."""
    if _bridge is not None:
        _bridge.tell(op, _to_js(arguments))


def describe(fd: int) -> dict[str, Any] | None:
    """What a descriptor that isn't the kernel's refers to: {"terminal"}, {"end"}, or {"file", "flags", "position"}."""
    description: dict[str, Any] | None = _from_js(_bridge.describe(fd)) if _bridge is not None else None
    return description


def lock_target(fd: int, is_range: bool) -> dict[str, Any] | None:
    """What locks on a descriptor are on; `is_range`: the process gives them up when it closes the file."""
    target: dict[str, Any] | None = _from_js(_bridge.lockTarget(fd, is_range)) if _bridge is not None else None
    return target


def receive_file(description: dict[str, Any]) -> int:
    """Open what another process describes; its descriptor here."""
    return _bridge.receiveFile(_to_js(description)) if _bridge is not None else -1


def set_timer(signum: int, seconds: float, interval: float) -> tuple[float, float]:
    """Send this process a signal after `seconds` (0: never), then every `interval`; what was left of the last one."""
    if _bridge is None:
        return 0.0, 0.0
    left, every = _from_js(_bridge.setTimer(signum, seconds, interval))
    return float(left), float(every)


def make_socket(path: str) -> None:
    """Make the file of a Unix-domain socket."""
    if _bridge is not None:
        _bridge.makeSocket(path)


def umask(mask: int) -> int:
    """Set what new files don't permit, unless negative; what it was."""
    return _bridge.umask(mask) if _bridge is not None else 0


def set_time_zone(rules: object) -> None:
    """Let C code have a local time zone, as time_zone.py describes it; None: the browser's."""
    if _bridge is not None:
        _bridge.setTimeZone(_to_js(rules))


def connected() -> bool:
    """Whether there is JavaScript to talk to; in tests of the kernel there is none."""
    return _bridge is not None


def set_status_flags(fd: int, flags: int) -> None:
    """Set those flags of an open file that can be changed (F_SETFL)."""
    if _bridge is not None:
        _bridge.setStatusFlags(fd, flags)


def attach_memory(segment: str, memory: object) -> None:
    """Let an object with a buffer be this process's copy of shared memory."""
    if _bridge is not None:
        _bridge.attachMemory(segment, memory)


def detach_memory(segment: str) -> None:
    """Send what was changed in this process's copy of shared memory, which is dropped then."""
    if _bridge is not None:
        _bridge.detachMemory(segment)


def limit_descriptors(count: int) -> None:
    """How many descriptors there may be."""
    if _bridge is not None:
        _bridge.limitDescriptors(count)


def memory_size() -> int:
    """The bytes of this process's memory."""
    return _bridge.memorySize() if _bridge is not None else 0


def finishing() -> None:
    """Tell the page that the main thread has ended, and waits for the others."""
    if _bridge is not None:
        _bridge.finishing()


def tell_events(lines: str, times: str) -> None:
    """Tell the page events of the program: one a line, as JSON.

    `times`: when each of them was, in nanoseconds, if other processes of the program have events too; else "".
    """
    if _bridge is not None:
        _bridge.tellEvents(lines, times)


def stand(ident: int, turn: str) -> None:
    """Let no thread run until the page lets the calling one go on, which suspends itself now.

    `turn` says what it is about to do: a record of shared/messages.js, as JSON.
    """
    if _bridge is not None:
        _bridge.stand(ident, turn)


def fetch(number: int, url: str, method: str, headers: Sequence[tuple[str, str]], body: bytes) -> None:
    """Let the browser make a request; the machine's receivers hear of its answer, by its number (gateway.js)."""
    if _bridge is not None:
        _bridge.fetch(number, url, method, _to_js(headers), _to_js(body) if body else None)


def pull(number: int) -> None:
    """Ask for the next piece of an answer."""
    if _bridge is not None:
        _bridge.pull(number)


def abort(number: int) -> None:
    """Give up a request or what is left of its answer."""
    if _bridge is not None:
        _bridge.abort(number)


def open_socket(number: int, url: str, protocols: Sequence[str]) -> None:
    """Let the browser open a WebSocket; `abort` drops it."""
    if _bridge is not None:
        _bridge.openSocket(number, url, _to_js(protocols))


def send_socket(number: int, data: str | bytes) -> None:
    """Send a message over a WebSocket."""
    if _bridge is not None:
        _bridge.sendSocket(number, _to_js(data))


def close_socket(number: int, code: int, reason: str) -> None:
    """Close a WebSocket, so that the other host hears why."""
    if _bridge is not None:
        _bridge.closeSocket(number, code, reason)


def probe(number: int, place: str) -> None:
    """Ask whether anything answers at a host and port."""
    if _bridge is not None:
        _bridge.probe(number, place)


def page() -> dict[str, Any]:
    """Where the page comes from: {"origin", "hostname", "port", "loopback"}."""
    return (_from_js(_bridge.page()) if _bridge is not None else None) or {}


def end_process(status: int) -> None:
    """End this process with an exit code, or with a signal's number, negative."""
    if _bridge is not None:
        _bridge.exit(status)


def tick_again() -> None:
    """Interrupt the program a little later, since it could not be interrupted now."""
    if _bridge is not None:
        _bridge.tickAgain()


def take_signals() -> list[int]:
    """The signals sent to this process since the last call."""
    return sorted(_from_js(_bridge.takeSignals()) or ()) if _bridge is not None else []


def send_signal(signum: int) -> None:
    """Put a signal among those that wait to be taken."""
    if _bridge is not None:
        _bridge.sendSignal(signum)


def signal_taken(signum: int) -> None:
    """Tell the page that a signal reached the program."""
    if _bridge is not None:
        _bridge.signalTaken(signum)
