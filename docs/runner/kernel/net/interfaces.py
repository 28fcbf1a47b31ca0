"""Network interfaces, of which there is one, and IPv6 addresses as bytes, which Emscripten's build leaves out.

Source: Modules/socketmodule.c of CPython 3.14, inet_ntop(3).
"""

import _socket as native
import errno
import ipaddress
import os
from typing import Any

from ..base.arguments import readable
from ..base.errors import fail
from .addresses import AF_INET6
from .resolver import LOOPBACK


def if_nameindex() -> list[tuple[int, str]]:
    """The interfaces with their numbers."""
    return [LOOPBACK]


def if_nametoindex(oname: str | bytes, /) -> int:
    """The number of an interface. Raises OSError."""
    if os.fsdecode(oname) != LOOPBACK[1]:
        raise fail(errno.ENODEV)
    return LOOPBACK[0]


def if_indextoname(index: int, /) -> str:
    """The name of an interface. Raises OSError (ENXIO)."""
    if not isinstance(index, int):
        raise TypeError(f"'{type(index).__name__}' object cannot be interpreted as an integer")
    if index < 0:
        raise ValueError("Cannot convert negative int")
    if index >= 1 << 32:
        raise OverflowError("Python int too large to convert to C unsigned int")
    if index != LOOPBACK[0]:
        raise fail(errno.ENXIO)
    return LOOPBACK[1]


def inet_pton(address_family: int, ip_string: str, /) -> bytes:
    """The bytes of an address. Raises OSError."""
    if address_family != AF_INET6:
        return native.inet_pton(address_family, ip_string)
    try:
        if "%" in ip_string or "/" in ip_string:
            raise ValueError
        return ipaddress.IPv6Address(ip_string).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_ntop(address_family: int, packed_ip: Any, /) -> str:
    """The text form of an address. Raises ValueError."""
    if address_family != AF_INET6:
        return native.inet_ntop(address_family, packed_ip)
    data = bytes(readable(packed_ip))
    if len(data) != 16:
        raise ValueError("invalid length of packed IP address string")
    address = ipaddress.IPv6Address(data)
    # The C library shows embedded IPv4 addresses in dotted form.
    number = int(address)
    if number >> 32 in (0, 0xFFFF) and number >> 16 != 0:
        prefix = "::ffff:" if number >> 32 else "::"
        return prefix + str(ipaddress.IPv4Address(number & 0xFFFFFFFF))
    return str(address)
