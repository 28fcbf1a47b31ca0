"""Parsing and formatting of socket addresses."""

import os
from typing import Any

from ..base.arguments import type_name
from ..files.stream import Address
from . import resolver

AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET = 1, 2, 5
PATH = -1  # takes the place of a port
_LONGEST_PATH = 107


def _parse_path(address: Any) -> tuple[str, int]:
    if isinstance(address, str):
        path = os.fsdecode(os.fsencode(address))
    else:
        try:
            path = os.fsdecode(bytes(memoryview(address)))
        except TypeError:
            raise TypeError(f"a bytes-like object is required, not {type_name(address)!r}") from None
    length = len(os.fsencode(path))
    if length > _LONGEST_PATH + path.startswith("\0"):
        raise OSError("AF_UNIX path too long")
    if "\0" in path[1:] and not path.startswith("\0"):
        path = path.partition("\0")[0]
    return path, PATH


def parse(address: Any, family: int, caller: str) -> tuple[str, int]:
    """Parse a program's address: the numeric host and the port, or a path and PATH.

    Raises what CPython's `getsockaddrarg` raises.
    """
    if family == AF_UNIX:
        return _parse_path(address)
    sizes = (2,) if family == AF_INET else (2, 3, 4)
    name = f"AF_INET{'6' * (len(sizes) > 1)}"
    if not isinstance(address, tuple):
        raise TypeError(f"{caller}(): {name} address must be tuple, not {type_name(address)}")
    if len(address) not in sizes:
        if family == AF_INET:
            raise TypeError("AF_INET address must be a pair (host, port)")
        raise TypeError("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
    host, port = address[0], address[1]
    if not isinstance(port, int):
        raise TypeError(f"'{type_name(port)}' object cannot be interpreted as an integer")
    if not 0 <= port <= 65535:
        raise OverflowError(f"{caller}(): port must be 0-65535.")
    if family == AF_INET6 and len(address) > 2 and not 0 <= address[2] <= 0xFFFFF:
        raise OverflowError(f"{caller}(): flowinfo must be 0-1048575.")
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
    """Format an address for programs."""
    if family == AF_UNIX:
        # An abstract address isn't a path: CPython returns its bytes.
        return os.fsencode(host) if host.startswith("\0") else host
    return (host, port) if family == AF_INET else (host, port, 0, 0)


def abstract_name() -> str:
    """The name that Linux gives a socket bound to "": five hexadecimal digits (unix(7))."""
    global _last_abstract
    _last_abstract += 1
    return f"\0{_last_abstract:05x}"


_last_abstract = 0
