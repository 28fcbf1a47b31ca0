"""Hooks, through which a package calls functions of packages above it: `boot` sets them, before any program runs."""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A function that another one can replace."""

    __slots__ = ("_function", "entered")

    def __init__(self, function: Callable[P, R]) -> None:
        self._function = function
        self.entered = False  # whether it has been replaced

    def enter(self, function: Callable[P, R]) -> None:
        """Replace the function."""
        self._function = function
        self.entered = True

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._function(*args, **kwargs)
