"""The program's functions that TLS calls."""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def call(function: Callable[..., T], *arguments: Any) -> T:
    """Call the program's code."""
    return function(*arguments)


def report(error: BaseException, source: object) -> None:
    """What a callback raised can't reach the program in another way."""
    arguments = _hook_arguments()((type(error), error, error.__traceback__, None, source))
    call(sys.unraisablehook, arguments)


@cache
def _hook_arguments() -> Any:
    """The type of what `sys.unraisablehook` takes, which has no public name."""

    class Raises:
        def __del__(self) -> None:
            raise ValueError

    seen: list[Any] = []
    former, sys.unraisablehook = sys.unraisablehook, lambda arguments: seen.append(type(arguments))
    try:
        Raises()
    finally:
        sys.unraisablehook = former
    return seen[0]


def client_key(callback: Any) -> Callable[[str | None], tuple[bytes, bytes] | None] | None:
    """The program's function that names a pre-shared key, as the handshake calls it."""
    if callback is None:
        return None

    def ask(hint: str | None) -> tuple[bytes, bytes] | None:
        try:
            identity, key = call(callback, hint)
            return (identity or "").encode(), bytes(key)
        except Exception as error:
            report(error, callback)
            return None

    return ask


def server_key(callback: Any) -> Callable[[str | None], bytes | None] | None:
    """The program's function that knows the pre-shared keys, as the handshake calls it."""
    if callback is None:
        return None

    def ask(identity: str | None) -> bytes | None:
        try:
            return bytes(call(callback, identity))
        except Exception as error:
            report(error, callback)
            return None

    return ask
