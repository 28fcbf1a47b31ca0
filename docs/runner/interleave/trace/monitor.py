"""Hooks on functions of the standard library, by `sys.monitoring`: nothing is imported and nothing replaced.

A function is found when it first runs: at that moment every code object is looked at, once, and then left alone unless
it has a hook.
"""

import opcode
import sys
from collections.abc import Callable
from sys import _getframe as getframe
from types import CodeType, FrameType
from typing import Any

from .names import Failure

OnStart = Callable[[FrameType], None]
OnReturn = Callable[[FrameType, Any], None]
OnCall = Callable[[FrameType, Any, Any], None]  # the calling frame, what is called, and its first argument
Started = Callable[[CodeType, int], Any]
Returned = Callable[[CodeType, int, Any], Any]
Name = tuple[str, str]  # of a module, and of a function in it

_NAME = "interleave"
# The instruction that looks up `__enter__` and `__exit__`, which are then called as any function: since Python 3.14.
_WITH = opcode.opmap.get("LOAD_SPECIAL")
# Those without a name of their own come first: a debugger, coverage and profilers have theirs.
_IDS = (4, 3, 5, 2, 1, 0)


class Monitor:
    """Calls hooks when functions start and return, and when functions of certain names are called."""

    def __init__(self) -> None:
        self.starts: dict[Name, OnStart] = {}
        self.returns: dict[Name, OnReturn] = {}
        # Told the code object of a function that `started` and `returned` know, which may be others than those of this
        # class; returns what `started` returns.
        self.learn: dict[Name, Callable[[CodeType], Any]] = {}
        self.started: Started = self._started
        self.returned: Returned = self._returned
        self.calls: dict[str, OnCall] = {}  # by the method's name: just before
        self.called: dict[str, OnCall] = {}  # just after, if the method is one in C
        self.in_with = False  # whether methods of these names are also watched where `with` calls them
        # Whether a function is hidden: stacks don't show it, so it has no hooks.
        self.hides: Callable[[CodeType], bool] = lambda code: False
        self.failure = Failure()
        self._tool: int | None = None
        self._on_start: dict[int, OnStart] = {}
        self._on_return: dict[int, OnReturn] = {}
        # Codes with events of their own; kept, so that their ids stay theirs.
        self._codes: list[CodeType] = []

    def start(self) -> None:
        """Begin. Raises RuntimeError if other tools hold all ids of `sys.monitoring`."""
        mon = sys.monitoring
        free = next((tool for tool in _IDS if mon.get_tool(tool) is None), None)
        if free is None:
            holders = ", ".join(str(mon.get_tool(tool)) for tool in sorted(_IDS))
            raise RuntimeError(
                f"No trace: other tools use all six tool ids of sys.monitoring ({holders}). End one of them."
            )
        mon.use_tool_id(free, _NAME)
        self._tool = free
        events = mon.events
        mon.register_callback(free, events.PY_START, self.started)
        mon.register_callback(free, events.PY_RETURN, self.returned)
        mon.register_callback(free, events.CALL, self._calling)
        mon.register_callback(free, events.C_RETURN, self._called)
        mon.set_events(free, events.PY_START)

    def stop(self) -> None:
        """End, and give the tool id back."""
        if self._tool is None:
            return
        mon, tool = sys.monitoring, self._tool
        self._tool = None
        mon.set_events(tool, 0)
        for code in self._codes:
            mon.set_local_events(tool, code, 0)
        for event in ("PY_START", "PY_RETURN", "CALL", "C_RETURN"):
            mon.register_callback(tool, getattr(mon.events, event), None)
        mon.free_tool_id(tool)

    def _started(self, code: CodeType, _offset: int) -> Any:
        hook, frame = self._on_start.get(id(code)), _frame_of(code)
        if frame is None:
            return sys.monitoring.DISABLE if self.hides(code) else None
        try:
            if hook is None:
                return self._look(code, frame)
            hook(frame)
        except Exception as error:
            self.failure.note(error)
        return None

    def _returned(self, code: CodeType, _offset: int, value: Any) -> None:
        hook, frame = self._on_return.get(id(code)), _frame_of(code)
        if hook is not None and frame is not None:
            hook(frame, value)

    def _look(self, code: CodeType, frame: FrameType) -> Any:
        """A code object runs for the first time: hook it if it has a name that is asked for."""
        events, local = sys.monitoring.events, 0
        name = str(frame.f_globals.get("__name__")), code.co_qualname
        start, returns, learn = self.starts.get(name), self.returns.get(name), self.learn.get(name)
        if start is not None:
            self._on_start[id(code)] = start
        if returns is not None:
            self._on_return[id(code)] = returns
        if returns is not None or learn is not None:
            local |= events.PY_RETURN
        if not self.calls.keys().isdisjoint(code.co_names) or (self.in_with and _WITH and _WITH in code.co_code[::2]):
            local |= events.CALL
        if start or learn or local:
            self._codes.append(code)
        if local and self._tool is not None:
            sys.monitoring.set_local_events(self._tool, code, local)
        if learn is not None:
            return learn(code)
        if start is None:
            return sys.monitoring.DISABLE
        start(frame)
        return None

    def _calling(self, _code: CodeType, _offset: int, function: Any, first: Any) -> Any:
        try:
            hook = self.calls.get(_name_of(function))
            if hook is None:
                return sys.monitoring.DISABLE
            hook(getframe(1), function, first)
        except Exception as error:
            self.failure.note(error)
        return None

    def _called(self, _code: CodeType, _offset: int, function: Any, first: Any) -> Any:
        try:
            hook = self.called.get(_name_of(function))
            if hook is not None:
                hook(getframe(1), function, first)
        except Exception as error:
            self.failure.note(error)


def _frame_of(code: CodeType) -> FrameType | None:
    """The frame that runs a code object. None where a thread that begins or ends shows none, in the tab."""
    frame: FrameType | None = getframe(1)
    while frame is not None and frame.f_code is not code:
        frame = frame.f_back
    return frame


def _name_of(function: Any) -> str:
    try:
        name = function.__name__
    except Exception:  # what is called may be any object of the program's
        return ""
    return name if isinstance(name, str) else ""


def object_of(method: Any, first: Any) -> Any:
    """Of which object a method is called: a bound one knows it, to another one it is the first argument."""
    bound = getattr(method, "__self__", None)
    return first if bound is None else bound
