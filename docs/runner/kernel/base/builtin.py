"""Modules that replace CPython's own."""

from collections.abc import Callable, Collection, Iterable
from importlib.machinery import BuiltinImporter, ModuleSpec
from types import ModuleType
from typing import Any, NoReturn


class Function(staticmethod):  # type: ignore[type-arg]  # Python 3.11 has no type parameter for it
    """A function of a module that CPython has in C: as an attribute of a class it doesn't become a method."""

    def __reduce__(self) -> str:
        return self.__name__

    def __repr__(self) -> str:
        return f"<built-in function {self.__name__}>"


def provide(name: str, functions: Iterable[Callable[..., Any]], *places: ModuleType) -> None:
    """Put functions into modules, as if the module `name` defined them in C, so that pickle finds them there."""
    for function in functions:
        function.__module__ = name
        made = Function(function)
        for place in places:
            setattr(place, function.__name__, made)


def new(name: str, text: str | None = None) -> ModuleType:
    """Create an empty module that looks like a built-in one."""
    module = ModuleType(name, text)
    loader: Any = BuiltinImporter
    module.__spec__ = ModuleSpec(name, loader, origin="built-in")
    module.__loader__ = loader
    return module


def copy(native: ModuleType, without: Collection[str] = ()) -> ModuleType:
    """Copy a module, except for the names in `without`; the original stays unchanged."""
    module = new(native.__name__, native.__doc__)
    for name in dir(native):
        if not name.startswith("__") and name not in without:
            setattr(module, name, getattr(native, name))
    return module


class Unpicklable:
    """A base class of objects that can't be pickled, like the C types that they replace."""

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        kind = type(self)
        raise TypeError(f"cannot pickle '{kind.__module__}.{kind.__qualname__}' object")
