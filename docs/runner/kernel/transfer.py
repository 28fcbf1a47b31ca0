"""What goes through a socket: the methods that receive and send.

Source: Modules/socketmodule.c of CPython 3.14, recvmsg(2), cmsg(3), unix(7).
"""

import errno
import os
import struct
import sys
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, TypeAlias, TypeVar

from . import constants, files, host
from .addresses import AF_UNIX, parse
from .datagram import Mailbox
from .description import SOL_SOCKET, Description
from .files import File, fail
from .stream import Address, Connection, Message

T = TypeVar("T")
Buffer: TypeAlias = bytes | bytearray | memoryview
_LINUX = constants.LINUX
_PEEK, _DONTWAIT, _WAITALL = _LINUX["MSG_PEEK"], _LINUX["MSG_DONTWAIT"], _LINUX["MSG_WAITALL"]
_TRUNC, _CTRUNC, _OOB = _LINUX["MSG_TRUNC"], _LINUX["MSG_CTRUNC"], _LINUX["MSG_OOB"]
_SCM_RIGHTS = _LINUX["SCM_RIGHTS"]
# A control message's header on a 64-bit machine is 16 bytes; this one has 32-bit pointers, as CMSG_LEN says.
_HEADER = 12


class Passed:
    """A descriptor on its way to another place: it stays open until it arrives or is dropped."""

    def __init__(self, fd: int) -> None:
        files.check_descriptor(fd)
        self.file: File | None = files.lookup(fd)
        self.native = -1 if self.file is not None else os.dup(fd)
        if self.file is not None:
            self.file.descriptors += 1

    def install(self) -> int:
        """The descriptor that the receiver gets."""
        if self.file is None:
            fd, self.native = self.native, -1
            return fd
        fd = files.install(self.file)
        self.__del__()
        return fd

    def __del__(self) -> None:
        if self.file is not None:
            self.file.descriptors -= 1
            if not self.file.descriptors:
                self.file.released()
            self.file = None
        elif getattr(self, "native", -1) >= 0:
            files.native_close(self.native)
            self.native = -1


def _outgoing(ancdata: Iterable[Any]) -> list[Any]:
    """Ancillary data as it travels. Raises TypeError for what is none."""
    travelling: list[Any] = []
    for item in ancdata:
        try:
            level, kind, data = item
        except (TypeError, ValueError):
            raise TypeError("[sendmsg() ancillary data items] must be 3-item tuples") from None
        if not isinstance(level, int) or not isinstance(kind, int):
            raise TypeError("an integer is required")
        with memoryview(data) as view:
            raw = view.tobytes()
        if (level, kind) == (SOL_SOCKET, _SCM_RIGHTS):
            count = len(raw) // 4
            travelling.append((level, kind, [Passed(fd) for fd in struct.unpack(f"{count}i", raw[: count * 4])]))
        else:
            travelling.append((level, kind, raw))
    return travelling


def _arrived(ancillary: list[Any], room: int) -> tuple[list[tuple[int, int, bytes]], int]:
    """Ancillary data as the receiver gets it in `room` bytes, and MSG_CTRUNC if that is not all."""
    found: list[tuple[int, int, bytes]] = []
    flags = 0
    for level, kind, content in ancillary:
        size = len(content) * 4 if isinstance(content, list) else len(content)
        fits = max(room - _HEADER, 0)
        if fits < size:
            flags = _CTRUNC
        if isinstance(content, list):
            count = min(len(content), fits // 4)
            data = struct.pack(f"{count}i", *(passed.install() for passed in content[:count]))
        else:
            data = content[:fits]
        if data or (size == 0 and room >= _HEADER):
            found.append((level, kind, data))
            room -= _HEADER + (len(data) + 3) // 4 * 4
    return found, flags


class Transfer:
    """Receiving and sending; the rest of a socket is in `sockets.Socket`."""

    __slots__ = ()

    _description: Description
    _fd: int
    _timeout: float | None

    @property
    def family(self) -> int:
        """The address family."""
        return self._description.family

    def _open(self) -> Description:
        if self._fd < 0:
            raise fail(errno.EBADF)
        return self._description

    def _wait(self, attempt: Callable[[], T | None], deadline: float | None = None) -> T:
        """What `attempt` returns once it is no longer None, within the timeout, or before `deadline`."""
        result = attempt()
        if result is not None:
            return result
        if self._timeout == 0 or not host.can_suspend():
            raise fail(errno.EAGAIN)
        description = self._description

        def ready() -> bool:
            nonlocal result
            if self._fd < 0:
                raise fail(errno.EBADF)
            result = attempt()
            return result is not None

        timeout = self._timeout if deadline is None else deadline - monotonic()
        if not description.waiting.wait(ready, timeout) or result is None:
            raise TimeoutError("timed out")
        return result

    # Receiving

    def _source(self) -> Connection | Mailbox:
        role = self._open().role
        if isinstance(role, Mailbox):
            return role
        return self._open().stream()

    def _message(self, size: int, flags: int) -> Message:
        source = self._source()
        if flags & _OOB:
            raise fail(errno.EINVAL)
        peek = bool(flags & _PEEK)
        if flags & _DONTWAIT:
            message = source.receive(size, peek)
            if message is None:
                raise fail(errno.EAGAIN)
            return message
        # Asked for each time: while this waits, the connection may become another process's too.
        message = self._wait(lambda: self._source().receive(size, peek))
        if flags & _WAITALL and isinstance(source, Connection) and not peek and 0 < len(message.data) < size:
            message.data += self._message(size - len(message.data), flags).data
        return message

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """At most `size` bytes; b"" when the other side has ended."""
        if size < 0:
            raise ValueError("negative buffersize in recv")
        return self._message(size, flags).data

    def recvfrom(self, size: int, flags: int = 0, /) -> tuple[bytes, Address]:
        """Like `recv`, with the sender's address, which for a stream is None."""
        if size < 0:
            raise ValueError("negative buffersize in recvfrom")
        message = self._message(size, flags)
        return message.data, message.source

    def _into(self, buffer: Buffer, nbytes: int, flags: int, caller: str) -> tuple[int, Address]:
        with memoryview(buffer) as view, view.cast("B") as target:
            if nbytes < 0:
                raise ValueError(f"negative buffersize in {caller}")
            if nbytes > len(target):
                if caller == "recvfrom_into":
                    raise ValueError("nbytes is greater than the length of the buffer")
                raise ValueError("buffer too small for requested bytes")
            message = self._message(nbytes or len(target), flags)
            target[: len(message.data)] = message.data
        return len(message.data), message.source

    def recv_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> int:
        """Receive into a buffer; the number of bytes."""
        return self._into(buffer, nbytes, flags, "recv_into")[0]

    def recvfrom_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> tuple[int, Address]:
        """Like `recv_into`, with the sender's address, which for a stream is None."""
        return self._into(buffer, nbytes, flags, "recvfrom_into")

    def _full(self, size: int, ancsize: int, flags: int) -> tuple[Message, list[Any], int]:
        if ancsize < 0:
            raise ValueError("negative ancillary data buffer size in recvmsg()")
        message = self._message(size, flags)
        ancillary, seen = _arrived(message.ancillary, ancsize)
        if message.length > len(message.data):
            seen |= _TRUNC
        return message, ancillary, seen

    def recvmsg(self, bufsize: int, ancbufsize: int = 0, flags: int = 0, /) -> tuple[bytes, list[Any], int, Address]:
        """Like `recv`, with ancillary data, flags and the sender's address."""
        if bufsize < 0:
            raise ValueError("negative buffer size in recvmsg()")
        message, ancillary, seen = self._full(bufsize, ancbufsize, flags)
        return message.data, ancillary, seen, message.source

    def recvmsg_into(
        self, buffers: Iterable[Buffer], ancbufsize: int = 0, flags: int = 0, /
    ) -> tuple[int, list[Any], int, Address]:
        """Like `recvmsg`, into several buffers."""
        try:
            parts = list(buffers)
        except TypeError:
            raise TypeError("recvmsg_into() argument 1 must be an iterable") from None
        views = [memoryview(part).cast("B") for part in parts]
        for view in views:
            if view.readonly:
                raise TypeError("recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")
        message, ancillary, seen = self._full(sum(map(len, views)), ancbufsize, flags)
        at = 0
        for view in views:
            part = message.data[at : at + len(view)]
            view[: len(part)] = part
            at += len(part)
        return len(message.data), ancillary, seen, message.source

    # Sending

    def _send(self, source: memoryview, flags: int, to: Any = None, ancillary: Any = (), deadline: Any = None) -> int:
        role = self._open().role
        if isinstance(role, Mailbox):
            self._autobind(to)
            data = bytes(source)
            return self._wait(lambda: role.send(data, to, ancillary), deadline)
        connection = self._open().stream()
        if ancillary:
            connection.attach(list(ancillary))
        if flags & _DONTWAIT:
            sent = connection.write(source)
            if sent is None:
                raise fail(errno.EAGAIN)
            return sent
        return self._wait(lambda: self._open().stream().write(source), deadline)

    def _autobind(self, to: tuple[str, int] | None) -> None:
        raise NotImplementedError

    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """Send what there is room for; the number of bytes."""
        with memoryview(data) as view, view.cast("B") as source:
            return self._send(source, flags)

    def sendall(self, data: Buffer, flags: int = 0, /) -> None:
        """Send all of `data`, within the timeout."""
        deadline = None if not self._timeout else monotonic() + self._timeout
        with memoryview(data) as view, view.cast("B") as source:
            sent = 0
            while True:
                with source[sent:] as rest:
                    sent += self._send(rest, flags, deadline=deadline)
                if sent >= len(source):
                    return

    def sendto(self, data: Buffer, *args: Any) -> int:
        """Send to an address; that of a connected stream socket is not looked at."""
        if not 1 <= len(args) <= 2:
            raise TypeError(f"sendto() takes 2 or 3 arguments ({len(args) + 1} given)")
        with memoryview(data) as view, view.cast("B") as source:
            flags = args[0] if len(args) == 2 else 0
            if not isinstance(flags, int):
                raise TypeError(f"'{type(flags).__name__}' object cannot be interpreted as an integer")
            role = self._open().role
            if not isinstance(role, Mailbox):
                return self._send(source, flags)
            return self._send(source, flags, parse(args[-1], self.family, "sendto"))

    def sendmsg(self, buffers: Any, ancdata: Any = (), flags: int = 0, address: Any = None, /) -> int:
        """Send several buffers as one, with ancillary data; the number of bytes."""
        try:
            parts = list(buffers)
        except TypeError:
            raise TypeError("sendmsg() argument 1 must be iterable") from None
        data = b"".join(memoryview(part).tobytes() for part in parts)
        try:
            items = list(ancdata)
        except TypeError:
            raise TypeError("sendmsg() argument 2 must be iterable") from None
        ancillary = _outgoing(items)
        to = None if address is None else parse(address, self.family, "sendmsg")
        if isinstance(self._open().role, Connection):
            to = None
        if any(isinstance(content, list) for _, _, content in ancillary) and self.family != AF_UNIX:
            raise fail(errno.EINVAL)
        with memoryview(data) as source:
            return self._send(source, flags, to, [item for item in ancillary if isinstance(item[2], list)])


def warn_unclosed(socket: object) -> None:
    """The ResourceWarning for a socket that nobody closed."""
    if not sys.is_finalizing():
        import warnings

        warnings.warn(f"unclosed {socket!r}", ResourceWarning, stacklevel=3, source=socket)
