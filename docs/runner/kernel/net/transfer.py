"""The methods of a socket that receive and send.

Source: Modules/socketmodule.c of CPython 3.14, recvmsg(2), cmsg(3), unix(7).
"""

import errno
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from operator import index
from time import monotonic
from typing import Any, TypeVar

from .. import browser
from ..base import linux
from ..base.arguments import Buffer, c_int, readable, writable
from ..base.errors import fail
from ..files import table
from ..files.descriptors import scatter
from ..files.sharing import Passed, departing
from ..files.stream import Address, Connection, Listener, Message
from ..threads import scheduler
from .addresses import AF_INET6, AF_UNIX, SOCK_STREAM, parse
from .datagram import Mailbox
from .description import IPPROTO_IPV6, SOL_SOCKET, Description

T = TypeVar("T")
_LINUX = linux.LINUX
_MORE = _LINUX["MSG_MORE"]
_PEEK, _DONTWAIT, _WAITALL = _LINUX["MSG_PEEK"], _LINUX["MSG_DONTWAIT"], _LINUX["MSG_WAITALL"]
_TRUNC, _CTRUNC, _OOB = _LINUX["MSG_TRUNC"], _LINUX["MSG_CTRUNC"], _LINUX["MSG_OOB"]
_SCM_RIGHTS, _CMSG_CLOEXEC = _LINUX["SCM_RIGHTS"], _LINUX["MSG_CMSG_CLOEXEC"]
# Data carried with IPv6 datagrams, each with the option that shows it to receivers and the one that sets it.
_HOPLIMIT, _TCLASS = _LINUX["IPV6_HOPLIMIT"], _LINUX["IPV6_TCLASS"]
_SEEN_IF = {_HOPLIMIT: _LINUX["IPV6_RECVHOPLIMIT"], _TCLASS: _LINUX["IPV6_RECVTCLASS"]}
_SET_BY = {_HOPLIMIT: (_LINUX["IPV6_UNICAST_HOPS"], 64), _TCLASS: (_TCLASS, 0)}
# A control message's header on a 64-bit machine is 16 bytes; this one has 32-bit pointers, as CMSG_LEN says.
_HEADER = 12


def _outgoing(ancdata: Iterable[Any]) -> list[Any]:
    """Prepare ancillary data for sending, without what has no effect here. Raises TypeError if it is malformed."""
    travelling: list[Any] = []
    for item in ancdata:
        try:
            level, kind, data = item
        except (TypeError, ValueError):
            raise TypeError("[sendmsg() ancillary data items] must be 3-item tuples") from None
        level, kind = index(level), index(kind)
        with readable(data) as view:
            raw = view.tobytes()
        if (level, kind) == (SOL_SOCKET, _SCM_RIGHTS):
            count = len(raw) // 4
            travelling.append((level, kind, [departing(fd) for fd in struct.unpack(f"{count}i", raw[: count * 4])]))
        elif level == IPPROTO_IPV6 and kind in _SET_BY and len(raw) == 4:
            travelling.append((level, kind, raw))
    return travelling


def _installed(passed: Passed, flags: int) -> int:
    """Install a descriptor in the receiver; its children inherit it, unless it passed MSG_CMSG_CLOEXEC."""
    fd = passed.install()
    if not flags & _CMSG_CLOEXEC:
        table.set_inheritable(fd, True)
    return fd


def _arrived(ancillary: list[Any], room: int, asked: int) -> tuple[list[tuple[int, int, bytes]], int]:
    """Ancillary data that fits in `room` bytes, and MSG_CTRUNC if that isn't all of it."""
    found: list[tuple[int, int, bytes]] = []
    flags = 0
    for level, kind, content in ancillary:
        size = len(content) * 4 if isinstance(content, list) else len(content)
        fits = max(room - _HEADER, 0)
        if fits < size:
            flags = _CTRUNC
        if isinstance(content, list):
            count = min(len(content), fits // 4)
            data = struct.pack(f"{count}i", *(_installed(passed, asked) for passed in content[:count]))
        else:
            data = content[:fits]
        if data or (size == 0 and room >= _HEADER):
            found.append((level, kind, data))
            room -= _HEADER + (len(data) + 3) // 4 * 4
    return found, flags


class Transfer:
    """Receiving and sending; the rest of a socket is in `sockets.Socket`.

    Names of methods are private if possible: programs derive their own classes, with arbitrary names.
    """

    __slots__ = ()

    _fd: int
    _timeout: float | None
    _family: int
    _type: int

    def _open(self) -> Description:
        """The open file description. Raises OSError (EBADF, ENOTSOCK)."""
        found = table.lookup(self._fd)
        if not isinstance(found, Description):
            table.check_descriptor(self._fd)
            raise fail(linux.ENOTSOCK)
        return found

    def _wait(self, attempt: Callable[[], T | None], deadline: float | None = None, sending: bool = False) -> T:
        """Wait until `attempt` returns something other than None, within the timeout or before `deadline`.

        Raises TimeoutError after that, BlockingIOError after a time-out set by an option (SO_RCVTIMEO).
        """
        result = attempt()
        if result is not None:
            return result
        if self._timeout == 0 or not browser.can_suspend():
            raise fail(errno.EAGAIN)
        description = self._open()

        def ready() -> bool:
            nonlocal result
            if self._fd < 0:
                raise fail(errno.EBADF)
            result = attempt()
            return result is not None

        timeout = self._timeout if deadline is None else deadline - monotonic()
        patience = description.patience(sending) if timeout is None else None
        if not description.waiting.wait(ready, timeout if patience is None else patience) or result is None:
            raise TimeoutError("timed out") if patience is None else fail(errno.EAGAIN)
        return result

    # Receiving

    def __source(self) -> Connection | Mailbox:
        description = self._open()
        role = description.role
        return role if isinstance(role, Mailbox) else description.connection()

    def __message(self, size: int, flags: int) -> Message:
        message = self.__next(size, flags)
        if scheduler.watcher is not None and not flags & _PEEK:
            scheduler.watcher.transferred("bytes_received", self, len(message.data))
        return message

    def __next(self, size: int, flags: int) -> Message:
        source = self.__source()
        if flags & _OOB:
            raise fail(errno.EINVAL)
        peek = bool(flags & _PEEK)
        if flags & _DONTWAIT:
            message = source.receive(size, peek)
            if message is None:
                raise fail(errno.EAGAIN)
            return message
        # Looked up each time: while this waits, the connection may become shared with another process.
        message = self._wait(lambda: self.__source().receive(size, peek))
        if flags & _WAITALL and self._type == SOCK_STREAM and not peek and 0 < len(message.data) < size:
            with suppress(BlockingIOError):
                message.data += self.__next(size - len(message.data), flags).data
        return message

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive at most `size` bytes; b"" when the other side has finished."""
        size, flags = index(size), c_int(flags)
        if size < 0:
            raise ValueError("negative buffersize in recv")
        if size == 0:
            return b""  # as in CPython, without a system call
        return self.__message(size, flags).data

    def recvfrom(self, size: int, flags: int = 0, /) -> tuple[bytes, Address]:
        """Like `recv`, but also returns the sender's address, None for a stream."""
        size, flags = index(size), c_int(flags)
        if size < 0:
            raise ValueError("negative buffersize in recvfrom")
        message = self.__message(size, flags)
        return message.data, message.source

    def __into(self, buffer: Buffer, nbytes: int, flags: int, caller: str) -> tuple[int, Address]:
        with writable(buffer, caller) as target:
            nbytes, flags = index(nbytes), c_int(flags)
            if nbytes < 0:
                raise ValueError(f"negative buffersize in {caller}")
            if nbytes > len(target):
                if caller == "recvfrom_into":
                    raise ValueError("nbytes is greater than the length of the buffer")
                raise ValueError("buffer too small for requested bytes")
            size = nbytes or len(target)
            if size == 0 and caller == "recv_into":
                return 0, None
            message = self.__message(size, flags)
            target[: len(message.data)] = message.data
        return len(message.data), message.source

    def recv_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> int:
        """Receive into a buffer; returns the number of bytes."""
        return self.__into(buffer, nbytes, flags, "recv_into")[0]

    def recvfrom_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> tuple[int, Address]:
        """Like `recv_into`, but also returns the sender's address, None for a stream."""
        return self.__into(buffer, nbytes, flags, "recvfrom_into")

    def __full(self, size: int, ancsize: int, flags: int) -> tuple[Message, list[Any], int]:
        if ancsize < 0:
            raise ValueError("negative ancillary data buffer size in recvmsg()")
        message = self.__message(size, c_int(flags))
        found = [item for item in message.ancillary if item[0] != IPPROTO_IPV6 or self.__sees(item[1])]
        found += self._open().credentials()
        ancillary, seen = _arrived(found, ancsize, flags)
        if message.length > len(message.data):
            seen |= _TRUNC
        return message, ancillary, seen

    def __sees(self, kind: int) -> bool:
        """Whether this socket receives a kind of ancillary data with each datagram (ipv6(7), RFC 3542)."""
        return bool(self._open().options.get((IPPROTO_IPV6, _SEEN_IF[kind])))

    def recvmsg(self, bufsize: int, ancbufsize: int = 0, flags: int = 0, /) -> tuple[bytes, list[Any], int, Address]:
        """Like `recv`, with ancillary data, flags and the sender's address."""
        bufsize = index(bufsize)
        if bufsize < 0:
            raise ValueError("negative buffer size in recvmsg()")
        message, ancillary, seen = self.__full(bufsize, ancbufsize, flags)
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
        message, ancillary, seen = self.__full(sum(map(len, views)), ancbufsize, flags)
        scatter(message.data, views)
        return len(message.data), ancillary, seen, message.source

    # Sending

    def __send(self, source: memoryview, flags: int, to: Any = None, ancillary: Any = (), deadline: Any = None) -> int:
        sent = self.__put(source, flags, to, ancillary, deadline)
        if scheduler.watcher is not None:
            scheduler.watcher.transferred("bytes_sent", self, sent)
        return sent

    def __put(self, source: memoryview, flags: int, to: Any, ancillary: Any, deadline: Any) -> int:
        description = self._open()
        role = description.role
        if isinstance(role, Mailbox):
            self._autobind(to)
            data = bytes(source)
            if self._family != AF_UNIX:
                # Pieces of a datagram; the first one has the address (udp(7), MSG_MORE).
                data, to = description.pieces[0] + data, description.pieces[1] or to
                description.pieces = (data, to) if flags & _MORE else (b"", None)
                if flags & _MORE:
                    return len(source)
            if self._family == AF_INET6:
                ancillary = self.__labels(ancillary)
            self._wait(lambda: role.send(data, to, ancillary), deadline, sending=True)
            return len(source)
        if self._family != AF_UNIX and (role is None or isinstance(role, Listener)):
            raise fail(errno.EPIPE)  # as for TCP
        connection = description.connection()
        if ancillary:
            connection.attach(list(ancillary))
        try:
            if flags & _DONTWAIT:
                sent = connection.write(source)
                if sent is None:
                    raise fail(errno.EAGAIN)
                return sent
            sent = self._wait(lambda: self._open().stream().write(source), deadline, sending=True)
        finally:
            if ancillary:
                self._open().connection().attach([])  # if nothing was sent, neither are these
        # A blocking call sends everything; an error after a part of it is reported by the next call.
        with suppress(OSError):
            while self._timeout is None and sent < len(source):
                with source[sent:] as rest:
                    sent += self._wait(lambda rest=rest: self._open().stream().write(rest), sending=True)  # type: ignore[misc]
        return sent

    def __labels(self, ancillary: Iterable[Any]) -> list[Any]:
        """The hop limit and traffic class of a datagram, as ancillary data."""
        given = {kind: struct.unpack_from("i", data)[0] for level, kind, data in ancillary if level == IPPROTO_IPV6}
        options = self._open().options
        labels = []
        for kind, (option, default) in _SET_BY.items():
            value = given.get(kind, -1)
            if value == -1:
                value = options.get((IPPROTO_IPV6, option), default)
            labels.append((IPPROTO_IPV6, kind, struct.pack("i", value if isinstance(value, int) else default)))
        return labels

    def _autobind(self, to: tuple[str, int] | None) -> None:
        raise NotImplementedError

    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """Send everything, or with a timeout what there is room for; returns the number of bytes."""
        with readable(data) as source:
            return self.__send(source, c_int(flags))

    def sendall(self, data: Buffer, flags: int = 0, /) -> None:
        """Send all of `data`, within the timeout."""
        deadline = None if not self._timeout else monotonic() + self._timeout
        with readable(data) as source:
            flags = c_int(flags)
            sent = 0
            while True:
                with source[sent:] as rest:
                    sent += self.__send(rest, flags, deadline=deadline)
                if sent >= len(source):
                    return

    def sendto(self, data: Buffer, *args: Any) -> int:
        """Send to an address; a connected stream socket ignores the address."""
        if not 1 <= len(args) <= 2:
            raise TypeError(f"sendto() takes 2 or 3 arguments ({len(args) + 1} given)")
        with readable(data) as source:
            flags = c_int(args[0]) if len(args) == 2 else 0
            role = self._open().role
            if not isinstance(role, Mailbox):
                return self.__send(source, flags)
            return self.__send(source, flags, parse(args[-1], self._family, "sendto"))

    def sendmsg(self, buffers: Any, ancdata: Any = (), flags: int = 0, address: Any = None, /) -> int:
        """Send several buffers as one, with ancillary data; returns the number of bytes."""
        try:
            parts = list(buffers)
        except TypeError:
            raise TypeError("sendmsg() argument 1 must be iterable") from None
        data = b"".join(readable(part) for part in parts)
        try:
            items = list(ancdata)
        except TypeError:
            raise TypeError("sendmsg() argument 2 must be iterable") from None
        ancillary = _outgoing(items)
        flags = c_int(flags)
        to = None if address is None else parse(address, self._family, "sendmsg")
        if isinstance(self._open().role, Connection):
            to = None
        if any(isinstance(content, list) for _, _, content in ancillary) and self._family != AF_UNIX:
            raise fail(errno.EINVAL)
        with memoryview(data) as source:
            return self.__send(source, flags, to, ancillary)
