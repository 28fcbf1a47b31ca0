"""The module `_socket`: the socket type, its functions, and Linux's constants."""

import _socket as native
import errno
from types import ModuleType
from typing import NoReturn

from ..base import builtin, linux
from ..base.arguments import c_int
from ..base.errors import fail
from ..files import table
from ..files.packets import PacketEndpoint
from ..files.stream import Endpoint, connect
from . import interfaces, resolver
from .addresses import AF_UNIX, SOCK_SEQPACKET, SOCK_STREAM
from .datagram import Mailbox, join
from .sockets import Socket, getdefaulttimeout, setdefaulttimeout


def socketpair(family: int = AF_UNIX, type: int = SOCK_STREAM, proto: int = 0) -> tuple[Socket, Socket]:
    """Create two connected sockets."""
    if family != AF_UNIX:
        raise fail(errno.EOPNOTSUPP)
    first, second = Socket(family, type, proto), Socket(family, type, proto)
    descriptions = first._open(), second._open()
    boxes = descriptions[0].role, descriptions[1].role
    if isinstance(boxes[0], Mailbox) and isinstance(boxes[1], Mailbox):
        join(boxes[0], boxes[1])
        return first, second
    kind = PacketEndpoint if descriptions[0].type == SOCK_SEQPACKET else Endpoint
    ends = kind("", ""), kind("", "")
    connect(*ends)
    for description, end in zip(descriptions, ends, strict=True):
        description.take(end)
    return first, second


def dup(fd: int, /) -> int:
    """Duplicate a socket's descriptor."""
    file = table.lookup(fd)
    if file is None:
        table.check_descriptor(fd)
        raise fail(linux.ENOTSOCK)
    return table.install(file)


def close(fd: int, /) -> None:
    """Close a socket's descriptor."""
    fd = c_int(fd)
    if table.lookup(fd) is None:
        raise fail(errno.EBADF)
    table.release(fd)


def sethostname(name: str, /) -> NoReturn:
    """Raise PermissionError: an ordinary user can't set the host name."""
    raise fail(errno.EPERM)


def make() -> ModuleType:
    """Create the module `_socket`."""
    module = builtin.copy(native)
    functions = (
        *(socketpair, dup, close, getdefaulttimeout, setdefaulttimeout, sethostname),
        *(resolver.getaddrinfo, resolver.getnameinfo, resolver.gethostbyname, resolver.gethostbyname_ex),
        *(resolver.gethostbyaddr, resolver.gethostname, resolver.getservbyname, resolver.getservbyport),
        *(resolver.getprotobyname, interfaces.if_nameindex, interfaces.if_nametoindex, interfaces.if_indextoname),
        *(interfaces.inet_pton, interfaces.inet_ntop),
    )
    builtin.provide("_socket", functions, module)
    module.__dict__.update(linux.LINUX | resolver.EAI | resolver.AI | resolver.NI)
    module.__dict__.update({"socket": Socket, "SocketType": Socket, "CAPI": None, "has_ipv6": True})
    return module
