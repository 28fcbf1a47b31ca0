"""Where a package calls what a package above it provides: `boot` enters it, before any program runs."""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A function that another one takes the place of."""

    __slots__ = ("_function", "entered")

    def __init__(self, function: Callable[P, R]) -> None:
        self._function = function
        self.entered = False  # whether it is another function than at first

    def enter(self, function: Callable[P, R]) -> None:
        """Let a function be called from now on."""
        self._function = function
        self.entered = True

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._function(*args, **kwargs)
