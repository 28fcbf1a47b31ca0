"""How functions and exceptions are called in a trace: without what differs between machines, the same in each run."""

import functools
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from types import BuiltinFunctionType, FrameType, FunctionType, MemberDescriptorType, MethodType, ModuleType
from typing import Any, NamedTuple

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}")
# The directory of a Python file.
_DIRECTORY = re.compile(r"(?<![\w.…])/(?:[^\s/:'\"<>]+/)*(?=[^\s/:'\"<>]+\.py\b)")
_LENGTH = 300  # characters of a message
# How far from a variable an object is looked for, among how many at each distance, in how long lists.
_DEPTH, _EXAMINED, _LARGE = 3, 10_000, 1_000
_LIBRARY = sys.stdlib_module_names | {"builtins"}
# Types without attributes of a program.
_CLOSED = {
    str, bytes, int, float, bool, complex, type(None), list, tuple, dict, set, frozenset,
    FunctionType, BuiltinFunctionType, MethodType, ModuleType,
}  # fmt: skip
# Objects with a lock inside: module, class, and the attribute that holds it.
_AROUND = (
    ("threading", "Condition", "_lock"),
    ("asyncio.locks", "Condition", "_lock"),
    ("multiprocessing.synchronize", "SemLock", "_semlock"),
    ("multiprocessing.synchronize", "Condition", "_lock"),
    ("multiprocessing.synchronize", "Event", "_cond"),
    ("multiprocessing.synchronize", "Barrier", "_cond"),
    ("multiprocessing.queues", "Queue", "_rlock"),
    ("multiprocessing.queues", "SimpleQueue", "_rlock"),
    ("multiprocessing.sharedctypes", "SynchronizedBase", "_lock"),
)
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def of_function(function: Any) -> str:
    """The qualified name of a function, of what is wrapped by a partial, or of a callable object's class."""
    while isinstance(function, functools.partial):
        # asyncio.to_thread() runs a function in a context, and an executor's map() hands out chunks.
        wraps = function.args and getattr(function.func, "__qualname__", None) in ("Context.run", "_process_chunk")
        function = function.args[0] if wraps else function.func
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
    """How the program calls an object, where a frame of it is: `lock`, `self.lock`, `forks[0]`, `accounts['ada'].lock`.

    A lock that is inside another object, as that of a `Condition`, has the name of that object if it has none itself.
    """
    if frame is None or thing is None:
        return None
    names = (frame.f_globals, frame.f_locals)  # a global name is the same in all threads, and counts first
    variables = [_Found(None, name, value) for each in names for name, value in list(each.items())]
    return _expression(variables, thing, _around())


class _Found(NamedTuple):
    """An object to which a variable leads.

    `key` is the variable's name, or of the owner an attribute's name or, in a list, an element's index or key.
    """

    owner: "_Found | None"
    key: Any
    value: Any

    def __str__(self) -> str:
        if self.owner is None:
            return str(self.key)
        if isinstance(self.key, list):
            return f"{self.owner}[{self.key[0]!r}]"
        return f"{self.owner}.{_unmangled(self.key, _classes(self.owner.value))}"


def _expression(level: list[_Found], thing: Any, around: list[tuple[type, str]]) -> str | None:
    """The shortest expression for an object: a variable, or an attribute or element of one."""
    for depth in range(_DEPTH):
        for found in level:
            if found.value is thing:
                return str(found)
        for found in level:
            if any(inner is thing for inner in _inside(found.value, around)):
                return str(found)
        owners = [found for found in level if not str(found.key).startswith("__")]
        owners.sort(key=lambda found: found.key != "self")
        attributes = (
            inner for owner in owners if depth == 0 or _is_own(type(owner.value)) for inner in _attributes(owner)
        )
        level = list(islice(chain(attributes, *map(_elements, owners)), _EXAMINED))
    return None


def _is_own(kind: type) -> bool:
    """Whether a class isn't one of the standard library."""
    return str(kind.__module__).partition(".")[0] not in _LIBRARY


def _attributes(owner: _Found) -> Iterator[_Found]:
    """The attributes of an object and of its class, or of a class; not those of the library's classes."""
    value = owner.value
    if type(value) in _CLOSED:
        return
    is_class = issubclass(type(value), type)
    state: dict[str, Any] = {}
    for kind in reversed(_classes(value)):
        if _is_own(kind):
            state |= vars(kind)
        for name, member in list(vars(kind).items()):
            if type(member) is MemberDescriptorType and not is_class:
                with suppress(AttributeError):  # it isn't set
                    state[name] = member.__get__(value)
    if not is_class:
        with suppress(AttributeError):
            state |= object.__getattribute__(value, "__dict__")
    for name, held in state.items():
        yield _Found(owner, name, held)


def _elements(owner: _Found) -> Iterator[_Found]:
    value = owner.value
    if type(value) in (list, tuple, dict) and len(value) < _LARGE:
        for key, element in list(value.items() if type(value) is dict else enumerate(value)):
            yield _Found(owner, [key], element)


def _classes(value: Any) -> tuple[type, ...]:
    """The classes of an object, or a class with those above it; without `object`."""
    return (value if issubclass(type(value), type) else type(value)).__mro__[:-1]


def _unmangled(attribute: str, classes: tuple[type, ...]) -> str:
    """A private attribute's name, as its class writes it: `__lock`."""
    for each in classes:
        prefix = "_" + each.__name__.lstrip("_")
        if attribute.startswith(prefix + "__"):
            return attribute.removeprefix(prefix)
    return attribute


def inside(value: Any) -> Any:
    """The lock inside an object, or the object itself; of an object that processes share, it is the same for all."""
    return next(reversed([value, *_inside(value, _around())]))


def _around() -> list[tuple[type, str]]:
    """Classes whose objects have a lock inside, and the attribute that holds it."""
    found = ((sys.modules.get(module), name, attribute) for module, name, attribute in _AROUND)
    return [(getattr(module, name), attribute) for module, name, attribute in found if module is not None]


def _inside(value: Any, around: list[tuple[type, str]]) -> Iterator[Any]:
    """The lock inside an object, and what is inside that."""
    for kind, attribute in around:
        if issubclass(type(value), kind):
            inner = getattr(value, attribute, None)
            yield inner
            yield from _inside(inner, around)
            return


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
