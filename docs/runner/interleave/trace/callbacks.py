"""Callbacks of a loop that are no steps of tasks: soon, later, from another thread, on I/O, on a signal.

The program's own ones are events. Asyncio's own ones, which wake a task when a timer is due for example, are not: what
they do is done by whatever they run for.
"""

import sys
import weakref
from types import FrameType
from typing import Any

from .names import module_of, of_function, of_signal
from .recorder import Actor, Recorder, Who


class Callback:
    """What is known of a handle: who acts when it runs, and its number if it is the program's own."""

    __slots__ = ("number", "ref", "who")

    def __init__(self, who: Who, number: int | None, ref: object) -> None:
        self.who = who
        self.number = number
        self.ref = ref


class Callbacks:
    """Hooks on everything that makes a handle."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._count = 0
        self._interrupted: Who = {}  # who acted when SIGINT came
        self._known: dict[int, Callback] = {}
        monitor = recorder.monitor
        base = "asyncio.base_events"
        monitor.returns[base, "BaseEventLoop.call_soon_threadsafe"] = self._threadsafe
        monitor.returns[base, "BaseEventLoop.call_at"] = self._at
        selector = "asyncio.selector_events"
        monitor.returns[selector, "BaseSelectorEventLoop._add_reader"] = self._on_io
        monitor.returns[selector, "BaseSelectorEventLoop._add_writer"] = self._on_io
        monitor.starts["asyncio.unix_events", "_UnixSelectorEventLoop._handle_signal"] = self._on_signal
        monitor.starts["asyncio.runners", "Runner._on_sigint"] = self._on_interrupt
        monitor.returns["asyncio.runners", "Runner._on_sigint"] = self._interrupt_handled
        monitor.starts["asyncio.timeouts", "Timeout._on_timeout"] = self._on_timeout
        monitor.returns["asyncio.timeouts", "Timeout.reschedule"] = self._timeout_set

    # Scheduled

    def soon(self, handle: Any, frame: FrameType) -> None:
        """A callback that is no step of a task was put into its loop's queue."""
        outer = frame.f_back
        kind = "threadsafe" if outer and outer.f_code.co_name == "call_soon_threadsafe" else "soon"
        self._scheduled(handle, frame, kind)

    def _threadsafe(self, frame: FrameType, handle: Any) -> None:
        # Up to Python 3.13 it goes through _call_soon().
        if id(handle) not in self._known:
            self._scheduled(handle, frame, "threadsafe")

    def _at(self, frame: FrameType, handle: Any) -> None:
        loop = frame.f_locals["self"]
        self._scheduled(handle, frame, "timer", max(0.0, round(handle._when - loop.time(), 6)))

    def _scheduled(self, handle: Any, frame: FrameType, kind: str, seconds: float | None = None) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        callback = handle._callback
        if _is_plumbing(callback, frame):
            self._know(handle, {"timer": self._next()} if kind == "timer" else actor.who, None)
            return
        number = self._next()
        self._know(handle, {"callback": number}, number)
        detail = {"callback": number, "function": of_function(callback), "kind": kind, "by": actor.who}
        if seconds is not None:
            detail["seconds"] = seconds
        recorder.emit(actor, "callback_scheduled", actor.task and actor.task.number, detail, recorder.where(frame))

    def _on_io(self, frame: FrameType, handle: Any) -> None:
        recorder = self._recorder
        callback = handle._callback
        transport = getattr(callback, "__self__", None)
        if transport is frame.f_locals["self"]:
            # The loop's own: its self-pipe is no news, a listening socket or sock_recv() is one.
            sock = next((arg for arg in handle._args or () if hasattr(arg, "fileno")), None)
            self._know(handle, recorder.network.socket(sock) if sock else recorder.acting().who, None)
            return
        protocol = getattr(transport, "_protocol", None)
        if protocol is not None:
            ours = not type(protocol).__module__.startswith("asyncio.")
            number = self._next() if ours else None
            self._know(handle, recorder.network.transport(transport), number)
            name = type(protocol).__qualname__
        elif _is_plumbing(callback, frame):
            self._know(handle, recorder.acting().who, None)
            return
        else:
            number, name = self._next(), of_function(callback)
            self._know(handle, {"callback": number}, number)
        if number is not None:
            actor = recorder.acting()
            detail = {"callback": number, "function": name, "kind": "io", "by": actor.who}
            recorder.emit(actor, "callback_scheduled", actor.task and actor.task.number, detail, recorder.where(frame))

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _know(self, handle: Any, who: Who, number: int | None) -> None:
        key, known = id(handle), self._known
        known[key] = Callback(who, number, weakref.ref(handle, lambda _: known.pop(key, None)))

    # Run

    def starts(self, actor: Actor, handle: Any) -> None:
        """A callback gets control."""
        recorder = self._recorder
        callback = self._known.get(id(handle))
        if callback is None:
            return
        actor.act(callback.who)
        if callback.number is not None:
            actor.callback = callback.number
            recorder.emit(actor, "before_callback", None, {"callback": callback.number}, None)
        function = handle._callback
        if getattr(function, "__name__", None) == "cancel":
            # `call_later(1, task.cancel)`: no line of Python calls it.
            recorder.tasks.cancelling(getattr(function, "__self__", None), None, None)

    # Signals and timeouts

    def _on_signal(self, frame: FrameType) -> None:
        loop, number = frame.f_locals["self"], frame.f_locals["sig"]
        actor = self._signal(number)
        handle = loop._signal_handlers.get(number)
        if handle is not None:
            callback = self._next()
            self._know(handle, {"callback": callback}, callback)
            detail = {
                "callback": callback,
                "function": of_function(handle._callback),
                "kind": "signal",
                "by": {"signal": of_signal(number)},
            }
            self._recorder.emit(actor, "callback_scheduled", None, detail, None)

    def _on_interrupt(self, frame: FrameType) -> None:
        actor = self._signal(frame.f_locals["signum"])
        self._interrupted = actor.who
        actor.act({"signal": "SIGINT"})

    def _interrupt_handled(self, _frame: FrameType, _value: Any) -> None:
        self._recorder.actor().act(self._interrupted)

    def _signal(self, number: int) -> Actor:
        recorder = self._recorder
        actor = recorder.acting()
        recorder.emit(actor, "signal_received", None, {"signal": of_signal(number)}, None)
        return actor

    def _timeout_set(self, frame: FrameType, _value: Any) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        timeout, when = frame.f_locals["self"], frame.f_locals["when"]
        number = recorder.numbers("timeout").of(timeout)
        loop = sys.modules["asyncio.events"].get_running_loop()
        detail = {"timeout": number, "seconds": None if when is None else round(when - loop.time(), 6)}
        recorder.emit(actor, "timeout_set", actor.task and actor.task.number, detail, recorder.where(frame))

    def _on_timeout(self, frame: FrameType) -> None:
        recorder = self._recorder
        actor = recorder.acting()
        actor.act({"timeout": recorder.numbers("timeout").of(frame.f_locals["self"])})


def _is_plumbing(callback: Any, frame: FrameType) -> bool:
    """Whether a callback is asyncio's own: one of its functions that is private, or that asyncio itself schedules."""
    if not module_of(callback).startswith(("asyncio.", "concurrent.futures.")):
        return False
    if of_function(callback).rpartition(".")[2].startswith("_"):
        return True
    # The frames of call_later(), call_at(), call_soon(), _call_soon() are passed.
    caller: FrameType | None = frame
    while caller is not None and caller.f_globals.get("__name__") == "asyncio.base_events":
        caller = caller.f_back
    return caller is not None and str(caller.f_globals.get("__name__")).startswith("asyncio.")
