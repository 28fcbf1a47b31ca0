"""`_socket.socket`: a socket over the connections of this tab.

Source: Modules/socketmodule.c of CPython 3.14, socket(7), tcp(7).
"""

import _socket as native
import errno
import os
import struct
import sys
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from . import constants, files, network
from .addresses import AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM, parse, shown, type_name
from .description import IPPROTO_IPV6, SOL_SOCKET, Description
from .files import fail
from .stream import Address, Connecting, Connection, Listener

SOCK_NONBLOCK, SOCK_CLOEXEC = constants.LINUX["SOCK_NONBLOCK"], constants.LINUX["SOCK_CLOEXEC"]

T = TypeVar("T")
Buffer: TypeAlias = bytes | bytearray | memoryview

_default_timeout: float | None = None


class Socket:
    """A socket object."""

    # No __weakref__: socket.socket, which inherits from this class, adds it.
    __slots__ = ("_description", "_fd", "_timeout")

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: Any = None) -> None:
        # CPython's __init__ may run twice; the first socket is then closed by its collection.
        self._timeout = _default_timeout
        if fileno is not None:
            fd = files_fd(fileno)
            found = files.lookup(fd)
            if not isinstance(found, Description):
                files.check_descriptor(fd)
                raise fail(constants.ENOTSOCK)
            self._fd = fd
            self._description = found
            return
        family = AF_INET if family == -1 else int(family)
        type = SOCK_STREAM if type == -1 else int(type)
        if type & SOCK_NONBLOCK:
            self._timeout = 0.0
        type &= ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        if family not in (AF_UNIX, AF_INET, AF_INET6):
            raise fail(errno.EAFNOSUPPORT)
        if type != SOCK_STREAM:
            raise fail(errno.EPROTONOSUPPORT, "Protocol not supported: this page has stream sockets (TCP) only")
        description = Description(family, type, max(int(proto), 0))
        self._fd = files.install(description)
        self._description = description
        if self._timeout is not None:
            self._set_flag()

    # What it is

    @property
    def family(self) -> int:
        """The address family."""
        return self._description.family

    @property
    def type(self) -> int:
        """The socket type."""
        return self._description.type

    @property
    def proto(self) -> int:
        """The protocol."""
        return self._description.proto

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
        """Set the timeout of blocking calls in seconds; None blocks for ever, 0 never."""
        if timeout is not None:
            timeout = float(timeout)
            if timeout < 0:
                raise ValueError("Timeout value out of range")
        self._timeout = timeout
        self._set_flag()

    def _set_flag(self) -> None:
        """Whether `os.read` and the like may block: not with a timeout, as in CPython."""
        if self.fileno() >= 0:
            os.set_blocking(self._fd, self._timeout is None)

    def setblocking(self, flag: bool, /) -> None:
        """Block for ever, or never."""
        self._timeout = None if flag else 0.0
        self._set_flag()

    def getblocking(self) -> bool:
        """Whether calls may block."""
        return self._timeout != 0

    # Opening and closing

    def close(self) -> None:
        """Free the descriptor. The last one to be freed ends the connection."""
        fd, self._fd = self.fileno(), -1
        if fd >= 0:
            files.release(fd)

    def detach(self) -> int:
        """Let go of the descriptor without closing it."""
        fd, self._fd = self.fileno(), -1
        return fd

    def __del__(self) -> None:
        if self.fileno() >= 0:
            if not sys.is_finalizing():
                import warnings

                warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
            Socket.close(self)

    def _open(self) -> Description:
        if self._fd < 0:
            raise fail(errno.EBADF)
        return self._description

    def shutdown(self, how: int, /) -> None:
        """Half-close: SHUT_RD, SHUT_WR or SHUT_RDWR."""
        endpoint = self._connected()
        if how not in (0, 1, 2):
            raise fail(errno.EINVAL)
        endpoint.shut(reading=how in (0, 2), writing=how in (1, 2))

    # Addresses

    def getsockname(self) -> Address:
        """This side's address."""
        description = self._open()
        if isinstance(description.role, (Connection, Connecting)):
            return description.role.local
        if description.binding is not None:
            return shown(self.family, description.binding.host, description.binding.port)
        if self.family == AF_UNIX:
            return ""
        return shown(self.family, "0.0.0.0" if self.family == AF_INET else "::", 0)

    def getpeername(self) -> Address:
        """The other side's address."""
        return self._connected().remote

    def _bind(self, host: str, port: int) -> network.Binding:
        description = self._open()
        if description.binding is not None:
            raise fail(errno.EINVAL)
        binding = network.Binding(
            host,
            port,
            reuse=description.option(SOL_SOCKET, "SO_REUSEADDR"),
            share=description.option(SOL_SOCKET, "SO_REUSEPORT"),
            v6only=description.option(IPPROTO_IPV6, "IPV6_V6ONLY"),
        )
        network.bind(binding)
        description.binding = binding
        return binding

    def bind(self, address: Any, /) -> None:
        """Take an address of this machine."""
        self._bind(*parse(address, self.family, "bind"))

    # Connecting

    def listen(self, backlog: int = 128, /) -> None:
        """Let connections arrive."""
        description = self._open()
        if isinstance(description.role, Listener):
            description.role.backlog = max(backlog, 0)
            return
        if description.role is not None:
            raise fail(errno.EINVAL)
        if self.family == AF_UNIX:
            raise fail(errno.EINVAL)
        binding = description.binding or self._bind("0.0.0.0" if self.family == AF_INET else "::", 0)
        listener = Listener(shown(self.family, binding.host, binding.port), backlog)
        network.listen(binding, listener)
        description.take(listener)

    def _accept(self) -> tuple[int, Address]:
        description = self._open()
        listener = description.role
        if not isinstance(listener, Listener):
            raise fail(errno.EINVAL)
        endpoint = self._wait(listener.accept)
        accepted = Description(description.family, description.type, description.proto)
        accepted.take(endpoint)
        return files.install(accepted), endpoint.remote

    def connect(self, address: Any, /) -> None:
        """Connect to a listening socket."""
        host, port = parse(address, self.family, "connect")
        description = self._open()
        description.settle()
        if isinstance(description.role, (Connection, Listener)):
            raise fail(errno.EISCONN)
        if isinstance(description.role, Connecting):
            if not description.role.error:
                raise fail(errno.EALREADY)
            self._finish(description)
        local_host = ("::1" if ":" in host else "127.0.0.1") if network.is_any(host) else host
        if not network.is_local(host):
            raise fail(errno.ENETUNREACH, network.OUTSIDE)
        if description.binding is None:
            self._bind(local_host, 0)
        assert description.binding is not None
        bound = description.binding.host
        local = shown(self.family, local_host if network.is_any(bound) else bound, description.binding.port)
        attempt = Connecting(local, shown(self.family, local_host, port))
        description.take(attempt)
        network.reach(attempt, host, port)
        if self._timeout == 0:
            raise fail(errno.EINPROGRESS)
        self._wait(lambda: True if attempt.done() else None)
        self._finish(description)

    def _finish(self, description: Description) -> None:
        description.settle()
        if isinstance(description.role, Connecting) and description.role.error:
            error = description.role.error
            description.role = None
            raise fail(error)

    def connect_ex(self, address: Any, /) -> int:
        """Connect; returns the error number instead of raising OSError."""
        try:
            self.connect(address)
        except native.gaierror:
            raise
        except TimeoutError as error:
            return error.errno or errno.EAGAIN
        except OSError as error:
            return error.errno or 0
        return 0

    # Bytes

    def _connected(self) -> Connection:
        description = self._open()
        description.settle()
        if isinstance(description.role, Connection):
            return description.role
        if isinstance(description.role, Connecting) and description.role.error:
            self._finish(description)
        raise fail(errno.ENOTCONN)

    def _wait(self, attempt: Callable[[], T | None]) -> T:
        """What `attempt` returns once it is no longer None, within the timeout."""
        result = attempt()
        if result is not None:
            return result
        if self._timeout == 0:
            raise fail(errno.EAGAIN)
        description = self._description

        def ready() -> bool:
            nonlocal result
            if self._fd < 0:
                raise fail(errno.EBADF)
            result = attempt()
            return result is not None

        if not description.waiting.wait(ready, self._timeout) or result is None:
            raise TimeoutError("timed out")
        return result

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """At most `size` bytes; b"" when the other side has ended."""
        if size < 0:
            raise ValueError("negative buffersize in recv")
        return self._recv(size, flags)

    def _recv(self, size: int, flags: int) -> bytes:
        endpoint = self._connected()
        peek = bool(flags & constants.LINUX["MSG_PEEK"])
        if flags & constants.LINUX["MSG_DONTWAIT"]:
            data = endpoint.read(size, peek)
            if data is None:
                raise fail(errno.EAGAIN)
            return data
        data = self._wait(lambda: endpoint.read(size, peek))
        if flags & constants.LINUX["MSG_WAITALL"] and not peek and 0 < len(data) < size:
            return data + self._recv(size - len(data), flags)
        return data

    def recv_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> int:
        """Receive into a buffer; the number of bytes."""
        with memoryview(buffer) as view, view.cast("B") as target:
            if nbytes < 0:
                raise ValueError("negative buffersize in recv_into")
            if nbytes > len(target):
                raise ValueError("buffer too small for requested bytes")
            data = self._recv(nbytes or len(target), flags)
            target[: len(data)] = data
        return len(data)

    def recvfrom(self, size: int, flags: int = 0, /) -> tuple[bytes, Address]:
        """Like `recv`, with the sender's address, which for a stream is None."""
        if size < 0:
            raise ValueError("negative buffersize in recvfrom")
        return self._recv(size, flags), None

    def recvfrom_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> tuple[int, Address]:
        """Like `recv_into`, with the sender's address, which for a stream is None."""
        return self.recv_into(buffer, nbytes, flags), None

    def recvmsg(self, size: int, ancsize: int = 0, flags: int = 0, /) -> tuple[bytes, list[Any], int, Address]:
        """Like `recv`, with ancillary data (there is none), flags and the sender's address."""
        return self._recv(size, flags), [], 0, None

    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """Send what there is room for; the number of bytes."""
        endpoint = self._connected()
        with memoryview(data) as view, view.cast("B") as source:
            return self._wait(lambda: endpoint.write(source))

    def sendall(self, data: Buffer, flags: int = 0, /) -> None:
        """Send all of `data`."""
        endpoint = self._connected()
        with memoryview(data) as view, view.cast("B") as source:
            sent = 0
            while True:
                with source[sent:] as rest:
                    sent += self._wait(lambda rest=rest: endpoint.write(rest))  # type: ignore[misc]
                if sent >= len(source):
                    return

    def sendto(self, data: Buffer, *args: Any) -> int:
        """Send on a connection; the address of a stream socket is not looked at."""
        return self.send(data)

    def sendmsg(self, buffers: Any, ancdata: Any = (), flags: int = 0, address: Any = None, /) -> int:
        """Send several buffers as one; the number of bytes."""
        if list(ancdata):
            raise fail(errno.EINVAL)
        return self.send(b"".join(bytes(part) for part in buffers), flags)

    # Options

    def setsockopt(self, level: int, option: int, value: Any, optlen: int | None = None, /) -> None:
        """Set an option."""
        self._open().set_option(level, option, value)

    def getsockopt(self, level: int, option: int, buflen: int = 0, /) -> int | bytes:
        """An option's value, as an int, or as `buflen` bytes."""
        value = self._open().get_option(level, option)
        if buflen == 0:
            return value if isinstance(value, int) else int(struct.unpack_from("i", value)[0])
        return value[:buflen] if isinstance(value, bytes) else struct.pack("i", value)[:buflen]

    def __repr__(self) -> str:
        return f"<socket object, fd={self.fileno()}, family={self.family}, type={self.type}, proto={self.proto}>"


Socket.__name__ = Socket.__qualname__ = "socket"
Socket.__module__ = "_socket"


def files_fd(fileno: Any) -> int:
    """The descriptor given to `socket(fileno=…)`."""
    if isinstance(fileno, bool) or not isinstance(fileno, int):
        raise TypeError(f"'{type_name(fileno)}' object cannot be interpreted as an integer")
    if fileno < 0:
        raise ValueError("negative file descriptor")
    return fileno


def getdefaulttimeout() -> float | None:
    """The timeout of new sockets, in seconds."""
    return _default_timeout


def setdefaulttimeout(timeout: float | None, /) -> None:
    """Set the timeout of new sockets, in seconds."""
    global _default_timeout
    if timeout is not None and timeout < 0:
        raise ValueError("Timeout value out of range")
    _default_timeout = timeout
