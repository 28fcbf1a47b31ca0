"""The turns of generators and coroutines that a program's own loop drives, with `next()`, `send()` and `throw()`.

asyncio's turns are those of its handles. A loop that a program writes itself, for a lesson for example, has none:
there, a turn begins when a function resumes a generator or coroutine of the program that no other one awaits. Only
stepping needs these turns, so nothing is watched unless a reader steps through the program.
"""

import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any
from weakref import WeakKeyDictionary

from ..base.tracebacks import getframe

_IDS = (3, 5, 2, 1, 0)
_EVENTS = ("PY_START", "PY_RESUME", "PY_THROW")
# CO_GENERATOR, CO_COROUTINE and CO_ITERABLE_COROUTINE; an asynchronous generator is driven by what awaits it.
_DRIVEN = 0x20 | 0x80 | 0x100
# The longest representation of an argument that is part of a name; characters.
_SHORT = 16
# The most other coroutines that are reported.
_MOST = 12


class OwnLoops:
    """Calls `before_turn` with a name, the frame that is resumed, and what the others do."""

    def __init__(self, sources: Any, before_turn: Callable[[str, FrameType, list[str]], None]) -> None:
        self._sources = sources
        self._before_turn = before_turn
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._tool: int | None = None

    def watch(self, wanted: bool) -> None:
        """Start or stop watching. Does nothing if other tools use all ids of `sys.monitoring`."""
        mon: Any = vars(sys)["monitoring"]  # since 3.12
        if not wanted and self._tool is not None:
            mon.free_tool_id(self._tool)  # also removes its events and callbacks
            self._tool = None
        elif wanted and self._tool is None:
            self._tool = next((tool for tool in _IDS if mon.get_tool(tool) is None), None)
            if self._tool is None:
                return
            mon.use_tool_id(self._tool, "interleave steps")
            for event in _EVENTS:
                mon.register_callback(self._tool, getattr(mon.events, event), getattr(self, f"_{event.lower()}"))
            mon.set_events(self._tool, sum(getattr(mon.events, event) for event in _EVENTS))
            mon.restart_events()

    def _py_start(self, code: CodeType, _offset: int) -> Any:
        if not self._is_driven(code):
            return vars(sys)["monitoring"].DISABLE
        self._goes_on(code)
        return None

    _py_resume = _py_start

    def _py_throw(self, code: CodeType, _offset: int, _error: BaseException) -> None:
        if self._is_driven(code):
            self._goes_on(code)

    def _is_driven(self, code: CodeType) -> bool:
        return bool(code.co_flags & _DRIVEN) and code.co_name != "<genexpr>" and self._sources.is_own(code)

    def _goes_on(self, code: CodeType) -> None:
        frame: FrameType | None = getframe(1)
        while frame is not None and frame.f_code is not code:
            frame = frame.f_back
        if frame is None or (frame.f_back is not None and self._is_driven(frame.f_back.f_code)):
            return
        events = sys.modules.get("asyncio.events")
        if events is not None and events._get_running_loop() is not None:
            return
        generator = frame.f_generator  # type: ignore[attr-defined]  # 3.14's
        if generator not in self._names:
            self._names[generator] = _name(frame)
        others = [_doing(each, name) for each, name in self._names.items() if each is not generator]
        self._before_turn(self._names[generator], frame, others[:_MOST])


def _name(frame: FrameType) -> str:
    """The name of a call, with its arguments if they are short: `count('A', 3)`."""
    code = frame.f_code
    shown = [ascii(frame.f_locals.get(name)) for name in code.co_varnames[: code.co_argcount] if name != "self"]
    return f"{code.co_name}({', '.join(text if len(text) <= _SHORT else '…' for text in shown)})"


def _doing(generator: Any, name: str) -> str:
    frame = getattr(generator, "gi_frame", None) or getattr(generator, "cr_frame", None)
    if frame is None:
        return f"{name} has ended"
    if frame.f_lasti < 0 or frame.f_lineno == frame.f_code.co_firstlineno:
        return f"{name} has not begun"
    return f"{name} is suspended at line {frame.f_lineno}"
