"""`_thread._local`: attributes that each thread has for itself.

The C type keeps them in the interpreter's thread state, which green threads share. The semantics are those of
Lib/_threading_local.py of CPython 3.14, which can't be used itself: it imports `threading`.
"""

from typing import Any, Self

from . import threads
from .modules import Unpicklable


class _State:
    """What belongs to one `local` object in all threads; a key of `Thread.locals`."""

    __slots__ = ("__weakref__", "arguments")

    def __init__(self, arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
        self.arguments = arguments


class Local(Unpicklable):
    """Attributes that each thread has for itself; a subclass's `__init__` runs in each thread that uses it."""

    __slots__ = ("__dict__", "_local__state")

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Self:
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        state = _State((args, kwargs))
        object.__setattr__(self, "_local__state", state)
        threads.current.locals[state] = {}
        return self

    def __getattribute__(self, name: str) -> Any:
        _enter(self)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "__dict__":
            raise AttributeError(f"'{type(self).__name__}' object attribute '__dict__' is read-only")
        _enter(self)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        if name == "__dict__":
            raise AttributeError(f"'{type(self).__name__}' object attribute '__dict__' is read-only")
        _enter(self)
        object.__delattr__(self, name)


Local.__name__ = Local.__qualname__ = "_local"
Local.__module__ = "_thread"


def _enter(local: Local) -> None:
    """Make the calling thread's attributes the object's. Kernel code isn't preempted: they stay so for one access."""
    state = object.__getattribute__(local, "_local__state")
    attributes = threads.current.locals.get(state)
    if attributes is not None:
        object.__setattr__(local, "__dict__", attributes)
        return
    attributes = threads.current.locals[state] = {}
    object.__setattr__(local, "__dict__", attributes)
    args, kwargs = state.arguments
    type(local).__init__(local, *args, **kwargs)
    # __init__ may have run other threads, which entered too.
    object.__setattr__(local, "__dict__", attributes)
