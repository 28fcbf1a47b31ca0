"""Addresses as programs write them."""

import errno
from typing import Any

from . import resolver
from .files import fail
from .stream import Address

AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
SOCK_STREAM = 1


def type_name(value: object) -> str:
    """The name of a value's type, as error messages show it."""
    return type(value).__name__


def parse(address: Any, family: int, caller: str) -> tuple[str, int]:
    """The host as digits, and the port, of an address that a program gave. Raises as CPython's `getsockaddrarg`."""
    if family == AF_UNIX:
        raise fail(errno.EOPNOTSUPP, "Operation not supported: this page has Unix sockets as pairs only")
    sizes = (2,) if family == AF_INET else (2, 3, 4)
    if not isinstance(address, tuple):
        raise TypeError(f"{caller}(): AF_INET{'6' * (len(sizes) > 1)} address must be tuple, not {type_name(address)}")
    if len(address) not in sizes:
        raise TypeError(f"AF_INET{'6' * (len(sizes) > 1)} address must be a pair (host, port)")
    host, port = address[0], address[1]
    if not isinstance(port, int):
        raise TypeError(f"an integer is required (got type {type_name(port)})")
    if not 0 <= port <= 65535:
        raise OverflowError(f"{caller}(): port must be 0-65535.")
    if isinstance(host, (bytes, bytearray)):
        host = host.decode()
    if not isinstance(host, str):
        raise TypeError(f"str, bytes or bytearray expected, not {type_name(host)}")
    if host == "":
        return "0.0.0.0" if family == AF_INET else "::", port
    if host == "<broadcast>":
        return "255.255.255.255", port
    return resolver.getaddrinfo(host, port, family, SOCK_STREAM)[0][4][0], port


def shown(family: int, host: str, port: int) -> Address:
    """An address as programs see it."""
    return (host, port) if family == AF_INET else (host, port, 0, 0)
