"""Leaves the kernel out of tracebacks: where a machine has C code or the operating system, they show nothing either."""

import traceback
from collections.abc import Callable, Iterator
from typing import Any

_KERNEL = __file__.rpartition("/")[0] + "/"


def is_kernel(path: str) -> bool:
    """Whether a file is one of the kernel's."""
    return path.startswith(_KERNEL)


def _without_kernel(walk: Callable[..., Iterator[tuple[Any, Any]]]) -> Callable[..., Iterator[tuple[Any, Any]]]:
    def walk_without_kernel(start: Any) -> Iterator[tuple[Any, Any]]:
        for frame, position in walk(start):
            if not is_kernel(frame.f_code.co_filename):
                yield frame, position

    return walk_without_kernel


def install() -> None:
    """Let the module `traceback`, by which CPython 3.13 and later print every traceback, pass the kernel over."""
    for name in ("walk_tb", "walk_stack", "_walk_tb_with_full_positions"):
        setattr(traceback, name, _without_kernel(getattr(traceback, name)))
