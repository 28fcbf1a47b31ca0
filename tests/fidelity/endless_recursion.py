"""Recursion without end raises, whether Python calls itself or goes through C: it doesn't end the interpreter."""

import functools
import threading
from collections.abc import Callable
from typing import Any


class Mirror:
    def __repr__(self) -> str:
        return f"Mirror({self!r})"

    def __eq__(self, other: object) -> bool:
        return self == other

    def __hash__(self) -> int:
        return hash(self)

    def __getattr__(self, name: str) -> Any:
        return self.missing

    def __len__(self) -> int:
        return len(self)

    def __add__(self, other: Any) -> Any:
        return self + other


def plain(n: int) -> int:
    return plain(n + 1)


def mapped(n: int) -> list[Any]:
    return list(map(mapped, [n]))


def key(n: int) -> int:
    return len(sorted([n, n], key=key))


@functools.cache
def cached(n: int) -> int:
    return cached(n + 1)


mirror = Mirror()
ENDLESS: dict[str, Callable[[], object]] = {
    "repr": lambda: repr(mirror),
    "==": lambda: mirror == mirror,
    "hash": lambda: hash(mirror),
    "getattr": lambda: mirror.any,
    "len": lambda: len(mirror),
    "+": lambda: mirror + 1,
    "a function": lambda: plain(0),
    "map": lambda: mapped(0),
    "sorted": lambda: key(0),
    "cache": lambda: cached(0),
}


def attempt() -> None:
    for name, call in ENDLESS.items():
        try:
            call()
        except RecursionError:
            print(name, "raises RecursionError")


attempt()
thread = threading.Thread(target=attempt)
thread.start()
thread.join()
