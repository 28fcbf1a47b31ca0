"""How functions and exceptions are called in a trace: without what differs between machines, the same in each run."""

import functools
import os
import re
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
