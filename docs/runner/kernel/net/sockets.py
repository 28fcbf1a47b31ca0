"""`_socket.socket`: a socket over the connections of this tab.

Source: Modules/socketmodule.c of CPython 3.14, socket(7), tcp(7).
"""

import _socket as native
import errno
import os
import stat
import struct
from contextlib import suppress
from typing import Any

from ..base import linux
from ..base.arguments import c_int, checked_timeout, file_number
from ..base.errors import fail
from ..base.unraisable import warn_unclosed
from ..files import table
from ..files.packets import PacketEndpoint
from ..files.stream import Address, Connecting, Connection, Endpoint, Listener
from . import ports
from .addresses import AF_INET, AF_INET6, AF_UNIX, PATH, abstract_name, parse, shown
from .datagram import Mailbox
from .description import IPPROTO_IPV6, SOL_SOCKET, Description
from .transfer import Transfer

SOCK_NONBLOCK, SOCK_CLOEXEC = linux.LINUX["SOCK_NONBLOCK"], linux.LINUX["SOCK_CLOEXEC"]

_SOCK_MAX = 11
_KINDS = "Protocol not supported: this page has sockets of streams, of datagrams and of sequenced packets only"

_default_timeout: float | None = None


class Socket(Transfer):
    """A socket object."""

    # No __weakref__: socket.socket, which inherits from this class, adds it.
    __slots__ = ("_family", "_fd", "_proto", "_timeout", "_type")

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: Any = None) -> None:
        # As in CPython, __init__ may run twice; the first socket is then closed by the garbage collector.
        self._timeout = _default_timeout
        if fileno is not None:
            self.__adopt(file_number(fileno), c_int(family), c_int(type), c_int(proto))
            return
        self._fd = -1
        self._family = AF_INET if family == -1 else c_int(family)
        type = ports.STREAM if type == -1 else c_int(type)
        self._proto = max(c_int(proto), 0)
        if type & SOCK_NONBLOCK:
            self._timeout = 0.0
        self._type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        if self._family not in (AF_UNIX, AF_INET, AF_INET6):
            raise fail(errno.EAFNOSUPPORT)
        if not 0 <= self._type < _SOCK_MAX:
            raise fail(errno.EINVAL)
        if self._type == ports.PACKETS and self._family != AF_UNIX:
            raise fail(errno.ESOCKTNOSUPPORT)
        if self._type not in (ports.STREAM, ports.DATAGRAM, ports.PACKETS):
            raise fail(errno.EPROTONOSUPPORT, _KINDS)
        description = Description(self._family, self._type, self._proto)
        if self._type == ports.DATAGRAM:
            description.take(Mailbox(is_unix=self._family == AF_UNIX))
        description.blocking = self._timeout is None
        self._fd = table.install(description)

    def __adopt(self, fd: int, family: int, type: int, proto: int) -> None:
        """Become the socket of a descriptor; parameters of -1 are read from it."""
        self._fd = fd
        try:
            description = self._open()
        except OSError:
            self._fd = -1
            raise
        self._family = description.family if family == -1 else family
        self._type = description.type if type == -1 else type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        self._proto = description.protocol if proto == -1 else proto
        if self._timeout is not None:
            description.blocking = False

    # Properties

    @property
    def family(self) -> int:
        """The address family."""
        return self._family

    @property
    def type(self) -> int:
        """The socket type."""
        return self._type

    @property
    def proto(self) -> int:
        """The protocol."""
        return self._proto

    @property
    def timeout(self) -> float | None:
        """The timeout in seconds, None for blocking."""
        return self._timeout

    def fileno(self) -> int:
        """The descriptor, -1 once closed."""
        return getattr(self, "_fd", -1)

    def gettimeout(self) -> float | None:
        """The timeout in seconds, None for blocking."""
        return self._timeout

    def settimeout(self, timeout: float | None, /) -> None:
        """Set the timeout of blocking calls in seconds; None blocks forever, 0 never."""
        self.__set_timeout(checked_timeout(timeout))

    def __set_timeout(self, timeout: float | None) -> None:
        self._timeout = timeout
        # `os.read` and the like may block, but not with a timeout, as in CPython.
        self._open().blocking = timeout is None

    def setblocking(self, flag: bool, /) -> None:
        """Block forever, or never."""
        self.__set_timeout(None if flag else 0.0)

    def getblocking(self) -> bool:
        """Whether calls may block."""
        return self._timeout != 0

    # Opening and closing

    def close(self) -> None:
        """Close the descriptor. Closing the last one ends the connection."""
        fd, self._fd = Socket.fileno(self), -1
        if fd >= 0:
            table.release(fd)

    def detach(self) -> int:
        """Give up the descriptor without closing it."""
        fd, self._fd = Socket.fileno(self), -1
        return fd

    def __del__(self) -> None:
        if Socket.fileno(self) >= 0:
            warn_unclosed("socket", self)
            with suppress(OSError):  # other code has closed the descriptor
                Socket.close(self)

    def shutdown(self, how: int, /) -> None:
        """Half-close: SHUT_RD, SHUT_WR or SHUT_RDWR. A listener's SHUT_RD wakes threads in `accept`."""
        how = c_int(how)
        description = self._open()
        role = description.role
        if isinstance(role, Mailbox):
            if role.peer is None and role.partner is None:
                raise fail(errno.ENOTCONN)
            target: Mailbox | Connection | Listener = role
        elif isinstance(role, Listener):
            target = role
        else:
            target = self.__connection()
        if how not in (0, 1, 2):
            raise fail(errno.EINVAL)
        if isinstance(target, Listener) and self._family != AF_UNIX:
            if how in (0, 2):
                description.stop_listening()
            return
        target.shut(reading=how in (0, 2), writing=how in (1, 2))

    # Addresses

    def getsockname(self) -> Address:
        """This side's address."""
        description = self._open()
        role = description.role
        if isinstance(role, (Connection, Connecting)) or (isinstance(role, Mailbox) and role.local is not None):
            return role.local
        if description.binding is not None:
            name = description.binding.host if description.unix_name is None else description.unix_name
            return shown(self._family, name, description.binding.port)
        if self._family == AF_UNIX:
            return ""
        return shown(self._family, "0.0.0.0" if self._family == AF_INET else "::", 0)

    def getpeername(self) -> Address:
        """The other side's address."""
        role = self._open().role
        if isinstance(role, Mailbox):
            if role.peer is None and role.partner is None:
                raise fail(errno.ENOTCONN)
            return role.peer_address if role.peer is not None else ""
        connection = self.__connection()
        if connection.is_reset():
            raise fail(errno.ENOTCONN)
        return connection.remote

    def __bind(self, host: str, port: int) -> ports.Binding:
        description = self._open()
        if description.binding is not None:
            raise fail(errno.EINVAL)
        if port == PATH:
            description.unix_name = host = host or abstract_name()
            if not host.startswith("\0"):
                host = self.__make_path(host)
        binding = ports.Binding(
            host,
            port,
            kind=self._type,
            reuse=description.option(SOL_SOCKET, "SO_REUSEADDR"),
            share=description.option(SOL_SOCKET, "SO_REUSEPORT"),
            v6only=description.option(IPPROTO_IPV6, "IPV6_V6ONLY"),
            name=description.unix_name or "",
        )
        role = description.role
        if isinstance(role, Mailbox):
            binding.mailbox = role
        ports.bind(binding)
        description.binding = binding
        if isinstance(role, Mailbox):
            role.local = Socket.getsockname(self)
        return binding

    def __make_path(self, path: str) -> str:
        """Create a socket's file; returns its absolute path. Raises OSError (EADDRINUSE) if it exists."""
        try:
            os.mknod(path, stat.S_IFSOCK | 0o777)
        except FileExistsError:
            raise fail(errno.EADDRINUSE) from None
        return os.path.realpath(path)

    def bind(self, address: Any, /) -> None:
        """Take an address of this machine."""
        self.__bind(*parse(address, self._family, "bind"))

    def _autobind(self, to: tuple[str, int] | None) -> None:
        description = self._open()
        if description.binding is None and self._family != AF_UNIX:
            self.__bind("0.0.0.0" if self._family == AF_INET else "::", 0)
            role = description.role
            assert isinstance(role, Mailbox)
            # Receivers see the address that a datagram came from.
            role.local = shown(self._family, "127.0.0.1" if self._family == AF_INET else "::1", _port(description))

    # Connecting

    def listen(self, backlog: int = 128, /) -> None:
        """Accept connections from now on."""
        description = self._open()
        backlog = c_int(backlog)
        if isinstance(description.role, Listener):
            description.role.backlog = max(backlog, 0)
            return
        if isinstance(description.role, Mailbox):
            raise fail(errno.EOPNOTSUPP)
        if description.role is not None:
            raise fail(errno.EINVAL)
        if self._family == AF_UNIX and description.binding is None:
            raise fail(errno.EINVAL)
        binding = description.binding or self.__bind("0.0.0.0" if self._family == AF_INET else "::", 0)
        listener = Listener(Socket.getsockname(self), backlog)
        ports.listen(binding, listener)
        description.take(listener)

    def _accept(self) -> tuple[int, Address]:
        description = self._open()
        if isinstance(description.role, Mailbox):
            raise fail(errno.EOPNOTSUPP)
        endpoint = self._wait(description.accept)
        accepted = Description(description.family, description.type, description.proto)
        accepted.take(endpoint)
        return table.install(accepted), endpoint.remote

    def connect(self, address: Any, /) -> None:
        """Connect to a listening socket; for datagrams, set the peer."""
        host, port = parse(address, self._family, "connect")
        description = self._open()
        if isinstance(description.role, Mailbox):
            self.__name_peer(description.role, host, port)
            return
        description.settle()
        if isinstance(description.role, Connection) and description.unconfirmed:
            description.unconfirmed = False
            return
        if isinstance(description.role, (Connection, Listener)):
            raise fail(errno.EISCONN)
        if isinstance(description.role, Connecting):
            if not description.role.error:
                raise fail(errno.EALREADY)
            self.__finish(description)
        kind = PacketEndpoint if self._type == ports.PACKETS else Endpoint
        attempt = Connecting(*self.__route(description, host, port), kind)
        description.take(attempt)
        try:
            path = os.path.realpath(host) if port == PATH and host[:1] != "\0" else host
            ports.reach(attempt, path, port, self._type)
        except OSError:
            description.role = None
            raise
        if attempt.endpoint is None or port != PATH:
            try:
                description.unconfirmed = True
                if self._timeout == 0 and port != PATH:
                    raise fail(errno.EINPROGRESS)
                self._wait(lambda: True if attempt.done() else None, sending=True)
            except BlockingIOError:  # also after SO_SNDTIMEO; the attempt continues
                raise fail(errno.EINPROGRESS) from None
        description.unconfirmed = False
        self.__finish(description)

    def __route(self, description: Description, host: str, port: int) -> tuple[Address, Address]:
        """The local and the remote address of a new connection."""
        if port == PATH:
            return Socket.getsockname(self), shown(self._family, ports.name_of(host, self._type), port)
        host = ports.reached(host)
        if description.binding is None:
            self.__bind(host if ports.is_local(host) else ports.loopback(host), 0)
        assert description.binding is not None
        bound = description.binding.host
        own = (host if ports.is_local(host) else "127.0.0.1") if ports.is_any(bound) else bound
        return shown(self._family, own, description.binding.port), shown(self._family, host, port)

    def __name_peer(self, mailbox: Mailbox, host: str, port: int) -> None:
        name = host
        if port == PATH:
            name = ports.name_of(host, self._type)
            if not host.startswith("\0"):
                ports.check_path(host)
                host = os.path.realpath(host)
            ports.check_kind(host, ports.DATAGRAM)
            if ports.find(host, port, ports.DATAGRAM) is None:
                raise fail(errno.ECONNREFUSED)
        else:
            # A connected socket has the address by which the peer is reached, also after bind("").
            mailbox.local, _ = self.__route(self._open(), host, port)
            name = host = ports.reached(host)
        mailbox.peer = (host, port)
        mailbox.peer_address = shown(self._family, name, port)

    def __finish(self, description: Description) -> None:
        description.settle()
        if isinstance(description.role, Connecting) and description.role.error:
            raise fail(description.give_up())

    def connect_ex(self, address: Any, /) -> int:
        """Connect; returns the error number instead of raising OSError."""
        try:
            Socket.connect(self, address)  # not the method of a subclass such as ssl.SSLSocket
        except native.gaierror:
            raise
        except TimeoutError as error:
            return error.errno or errno.EAGAIN
        except OSError as error:
            return error.errno or 0
        return 0

    def __connection(self) -> Connection:
        description = self._open()
        description.settle()
        if isinstance(description.role, Connecting) and description.role.error:
            self.__finish(description)
        return description.connection()

    # Options

    def setsockopt(self, level: int, option: int, value: Any, optlen: int | None = None, /) -> None:
        """Set an option."""
        self._open().set_option(level, option, value)

    def getsockopt(self, level: int, option: int, buflen: int = 0, /) -> int | bytes:
        """An option's value, as an int, or as `buflen` bytes."""
        value = self._open().get_option(level, option, buflen)
        if buflen == 0:
            return value if isinstance(value, int) else int(struct.unpack_from("i", value)[0])
        return value[:buflen] if isinstance(value, bytes) else struct.pack("i", value)[:buflen]

    def __repr__(self) -> str:
        kind = f"family={self._family}, type={self._type}, proto={self._proto}"
        return f"<socket object, fd={Socket.fileno(self)}, {kind}>"


Socket.__name__ = Socket.__qualname__ = "socket"
Socket.__module__ = "_socket"


def _port(description: Description) -> int:
    return description.binding.port if description.binding is not None else 0


def getdefaulttimeout() -> float | None:
    """The timeout of new sockets, in seconds."""
    return _default_timeout


def setdefaulttimeout(timeout: float | None, /) -> None:
    """Set the timeout of new sockets, in seconds."""
    global _default_timeout
    _default_timeout = checked_timeout(timeout)
