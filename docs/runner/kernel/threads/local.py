"""`_thread._local`: attributes with separate values in each thread.

The C type keeps them in the interpreter's thread state, which green threads share. The semantics are those of
Lib/_threading_local.py of CPython 3.14, which can't be used because it imports `threading`.
"""

import weakref
from typing import Any, Self

from ..base.builtin import Unpicklable
from . import scheduler
from .entry import runs_program

_get, _set = object.__getattribute__, object.__setattr__


class State:
    """The state of one `local` object, which owns it, so that reference cycles through it can be collected."""

    __slots__ = ("__weakref__", "arguments", "attributes", "entered", "local")

    def __init__(self, local: "Local", arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
        self.local = weakref.ref(local)
        self.arguments = arguments
        self.attributes: dict[scheduler.Thread, dict[str, Any]] = {}
        # The thread whose attributes the object currently has.
        self.entered: scheduler.Thread | None = None

    def forget(self, thread: scheduler.Thread) -> None:
        """Drop the attributes of an ended thread."""
        self.attributes.pop(thread, None)
        local = self.local()
        if self.entered is thread and local is not None:
            self.entered = None
            _set(local, "__dict__", {})


class Local(Unpicklable):
    """Attributes with separate values in each thread; a subclass's `__init__` runs in each thread that uses it."""

    __slots__ = ("__dict__", "__weakref__", "_local__state")

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Self:
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        state = State(self, (args, kwargs))
        _set(self, "_local__state", state)
        _enter(self, state, state.attributes.setdefault(scheduler.current, {}))
        scheduler.current.locals.add(state)
        return self

    def __getattribute__(self, name: str) -> Any:
        state = _get(self, "_local__state")
        if state.entered is not scheduler.current:
            _switch(self, state)
        return _get(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "__dict__":
            raise AttributeError(f"'{type(self).__name__}' object attribute '__dict__' is read-only")
        state = _get(self, "_local__state")
        if state.entered is not scheduler.current:
            _switch(self, state)
        _set(self, name, value)

    def __delattr__(self, name: str) -> None:
        if name == "__dict__":
            raise AttributeError(f"'{type(self).__name__}' object attribute '__dict__' is read-only")
        state = _get(self, "_local__state")
        if state.entered is not scheduler.current:
            _switch(self, state)
        object.__delattr__(self, name)


Local.__name__ = Local.__qualname__ = "_local"
Local.__module__ = "_thread"


def _enter(local: Local, state: State, attributes: dict[str, Any]) -> None:
    """Make a thread's attributes the object's. Kernel code isn't preempted, so they stay for one access."""
    state.entered = scheduler.current
    _set(local, "__dict__", attributes)


def _switch(local: Local, state: State) -> None:
    """Make the calling thread's attributes the object's."""
    attributes = state.attributes.get(scheduler.current)
    if attributes is not None:
        _enter(local, state, attributes)
        return
    attributes = state.attributes[scheduler.current] = {}
    scheduler.current.locals.add(state)
    _enter(local, state, attributes)
    _initialize(local, *state.arguments)
    # __init__ may have let other threads run, which switched too.
    _enter(local, state, attributes)


@runs_program
def _initialize(local: Local, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    type(local).__init__(local, *args, **kwargs)
