"""How functions and exceptions are called in a trace: without what differs between machines, the same in each run."""

import functools
import os
import re
import signal
from collections.abc import Mapping
from types import FrameType
from typing import Any

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}")
# The directory of a Python file.
_DIRECTORY = re.compile(r"(?<![\w.…])/(?:[^\s/:'\"<>]+/)*(?=[^\s/:'\"<>]+\.py\b)")
_LENGTH = 300  # characters of a message
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def of_function(function: Any) -> str:
    """The qualified name of a function, of what is wrapped by a partial, or of a callable object's class."""
    while isinstance(function, functools.partial):
        # asyncio.to_thread() runs a function in a context.
        in_context = function.args and getattr(function.func, "__qualname__", None) == "Context.run"
        function = function.args[0] if in_context else function.func
    name = getattr(function, "__qualname__", None)
    return name if isinstance(name, str) else type(function).__qualname__


def module_of(function: Any) -> str:
    """The module in which a function is defined."""
    while isinstance(function, functools.partial):
        function = function.func
    name = getattr(function, "__module__", None) or getattr(type(function), "__module__", None)
    return name if isinstance(name, str) else ""


def of_signal(number: int) -> str:
    """The name of a signal; those of POSIX's real-time signals are counted from the first."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIGRTMIN+{number - signal.SIGRTMIN}"


def text(value: object) -> str:
    """A text for people, of bounded length, without addresses and directories."""
    if type(value) is str and len(value) <= _LENGTH and "0x" not in value and ".py" not in value:
        return value
    try:
        found = _DIRECTORY.sub("…/", _ADDRESS.sub("0x…", str(value)))
    except Exception as error:
        return f"<its __str__ raised {type(error).__name__}>"
    return found if len(found) <= _LENGTH else found[: _LENGTH - 1] + "…"


def of_error(error: BaseException) -> dict[str, str]:
    """Type and message of an exception."""
    return {"type": type(error).__qualname__, "message": text(error)}


def of_variable(thing: Any, frame: FrameType | None) -> str | None:
    """How the program calls an object, where a frame of it is: a variable, an attribute of `self`, an element."""
    if frame is None or thing is None:
        return None
    places: list[Mapping[str, Any]] = [frame.f_globals, frame.f_locals]  # a global name is the same in all threads
    for names in places:
        for name, value in list(names.items()):
            if _is(value, thing):
                return name
    owner = frame.f_locals.get("self")
    for name, value in list(getattr(owner, "__dict__", {}).items()):
        if _is(value, thing):
            return f"self.{name}"
    for names in places:
        for name, value in list(names.items()):
            if type(value) in (list, tuple, dict) and len(value) < 1000 and not name.startswith("__"):
                for key, element in list(value.items() if type(value) is dict else enumerate(value)):
                    if _is(element, thing):
                        return f"{name}[{key!r}]"
    return None


def _is(value: Any, thing: Any) -> bool:
    """Whether a value is an object, or a lock of `multiprocessing` around it."""
    return value is thing or (
        type(value).__module__ == "multiprocessing.synchronize" and getattr(value, "_semlock", None) is thing
    )


class Failure:
    """The first error that the recorder itself made: the program goes on, and its trace says so."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def note(self, error: Exception) -> None:
        """Keep an error of the recorder; raises again one that comes from elsewhere: a signal handler, for example."""
        last = error.__traceback__
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        if last is not None and os.path.dirname(last.tb_frame.f_code.co_filename) != _PACKAGE:
            raise error
        self.error = self.error or error.with_traceback(None)
