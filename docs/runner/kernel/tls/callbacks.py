"""The program's functions that TLS calls."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from .. import unraisable

T = TypeVar("T")


def call(function: Callable[..., T], *arguments: Any) -> T:
    """Call the program's code."""
    return function(*arguments)


def report(error: BaseException, source: object) -> None:
    """What a callback raised can't reach the program in another way."""
    call(sys.unraisablehook, unraisable.arguments(error, None, source))


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
