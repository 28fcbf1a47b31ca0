"""Connections: two endpoints with a bounded buffer each way, and the listeners that accept them.

What happens on close, half-close and reset follows Linux (net/ipv4/tcp.c, tcp_input.c: tcp_reset).
"""

import errno
from collections import deque
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from ..base.errors import fail
from .carried import Ancillary, Carried
from .table import ERR, HUP, IN, OUT, RDHUP

# The capacity of a connection in bytes: the default of Linux's tcp_rmem.
BUFFER_SIZE = 131072

Address: TypeAlias = object  # a tuple for IPv4 and IPv6, a string or bytes for a Unix-domain socket


@dataclass
class Message:
    """The result of one call to receive."""

    data: bytes
    source: Address
    ancillary: list[Any]
    length: int = -1  # of the whole datagram, where `data` is a part of it


class Owner(Protocol):
    """An object to notify of a role's changes: a file, or the kernel's own side of a connection."""

    def changed(self) -> None: ...


class Role:
    """The current state of a socket: connecting, connected, listening. `owner` is notified of its changes."""

    def __init__(self) -> None:
        self.owner: Owner | None = None

    def events(self) -> int:
        """The current events (IN, OUT, …)."""
        raise NotImplementedError

    def changed(self) -> None:
        """Note that `events()` may have changed."""
        if self.owner is not None:
            self.owner.changed()


class Connection(Role):
    """A byte stream to read from and write to."""

    def __init__(self, local: Address, remote: Address) -> None:
        super().__init__()
        self.local = local
        self.remote = remote
        self.error = 0  # the error number that the next call reports, once
        self.reason: str | None = None  # the error's message, if not the standard one

    @property
    def is_unix(self) -> bool:
        """Whether its sockets are of the Unix domain, so that nothing is ever in transit between them."""
        return not isinstance(self.local, tuple)

    def take_error(self) -> int:
        """Return and clear the pending error number (SO_ERROR)."""
        error, self.error, self.reason = self.error, 0, None
        return error

    def is_reset(self) -> bool:
        """Whether the other side has reset the connection."""
        return False

    def pending(self) -> OSError:
        """Return and clear the pending error."""
        reason = self.reason
        return fail(self.take_error(), reason)

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Read at most `size` bytes; b"" at the end, None if it would block. Raises a pending OSError once."""
        raise NotImplementedError

    def write(self, data: memoryview) -> int | None:
        """Send what fits; returns the number of bytes, None if it would block. Raises OSError."""
        raise NotImplementedError

    def shut(self, reading: bool, writing: bool) -> None:
        """Half-close: the other side can still read everything that was sent."""
        raise NotImplementedError

    def close(self, abort: bool = False) -> None:
        """Close this side; `abort` resets the connection."""
        raise NotImplementedError

    def awaited(self) -> None:
        """Note that a thread waits until this side is readable."""

    def resize(self, capacity: int) -> None:
        """Set the capacity. Raises OSError: EBUSY if more bytes are unread, EINVAL if it can't be changed."""
        raise fail(errno.EINVAL)

    def receive(self, size: int, peek: bool = False) -> Message | None:
        """Like `read`, but returns a message."""
        data = self.read(size, peek)
        return None if data is None else Message(data, None, [])

    def attach(self, ancillary: list[Ancillary]) -> None:
        """Attach ancillary data to the next write; none if the list is empty. Raises OSError (EINVAL) if it can't."""
        if ancillary:
            raise fail(errno.EINVAL)


class Endpoint(Connection):
    """One side of a connection within this process."""

    def __init__(self, local: Address, remote: Address) -> None:
        super().__init__(local, remote)
        self.peer: Endpoint | None = None
        self._received = bytearray()
        self.carried = Carried()  # ancillary data that arrived
        self._attached: list[Ancillary] = []  # for the next write
        self._end_received = False  # the other side has finished sending
        self._end_sent = False
        self._reading_shut = False
        self._gone = False  # this side was closed
        self._reset = False

    def events(self) -> int:
        """The current events."""
        # Unix-domain sockets notice at once that the other side was closed; TCP only sees its end, or a reset.
        over = self._reset or (self.is_unix and self.deserted)
        receives_no_more = self._end_received or self._reading_shut or over
        events = 0
        if self._received or receives_no_more:
            events |= IN
        if self._writable():
            events |= OUT
        if receives_no_more:
            events |= RDHUP
        if receives_no_more and (over or self._sends_no_more()):
            events |= HUP
        if self.error:
            events |= ERR
        return events

    def is_reset(self) -> bool:
        """Whether the other side has reset the connection."""
        return self._reset

    def _sends_no_more(self) -> bool:
        return self._end_sent or (self.is_unix and self.peer is not None and self.peer._reading_shut)

    def _writable(self) -> bool:
        if self._sends_no_more() or self._reset or self.peer is None or self.peer._gone:
            return True
        return len(self.peer._received) < BUFFER_SIZE

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Read at most `size` bytes; b"" at the end, None if it would block. Raises a pending OSError once.

        Descriptors that arrived with these bytes are closed.
        """
        message = self.receive(size, peek) if size else Message(b"", None, [])
        return None if message is None else message.data

    def receive(self, size: int, peek: bool = False) -> Message | None:
        """Like `read`, up to the end of the first write with ancillary data, which it returns.

        Waits for a byte even if `size` is 0.
        """
        if self._received:
            full = len(self._received) >= BUFFER_SIZE
            size = self.carried.room(size)
            data, ancillary = bytes(self._received[:size]), self.carried.take(size, peek)
            if not peek:
                del self._received[:size]
                self.carried.consumed(len(data))
                if full and self.peer is not None:
                    self.peer.changed()
            return Message(data, None, ancillary)
        # After an orderly end, only writers see a reset.
        if self.error and self.error != errno.EPIPE:
            raise self.pending()
        if self._end_received or self._reading_shut or self._reset:
            return Message(b"", None, [])
        return None

    def attach(self, ancillary: list[Ancillary]) -> None:
        """Attach ancillary data to the next write; none if the list is empty."""
        self._attached = ancillary

    def write(self, data: memoryview) -> int | None:
        """Send what fits; returns the number of bytes, None if it would block.

        Raises OSError: BrokenPipeError after this side's end or the other side's reset, ConnectionResetError once.
        """
        if self.is_unix and self.peer is not None and self.peer._gone:
            raise fail(errno.EPIPE)  # a reset caused by unread bytes is reported to readers
        if self.error:
            raise self.pending()
        if self._sends_no_more() or self._reset or self.peer is None:
            raise fail(errno.EPIPE)
        peer = self.peer
        if peer._gone:
            # The bytes are sent, and answered with a reset. After an orderly end the next write fails with EPIPE.
            self._receive_reset(errno.ECONNRESET)
            return min(len(data), BUFFER_SIZE)
        if peer._reading_shut:
            return min(len(data), BUFFER_SIZE)
        room = BUFFER_SIZE - len(peer._received)
        if room <= 0:
            return None
        sent = data[:room]
        if sent:
            if self._attached:
                peer.carried.add(len(peer._received), len(sent), self._attached)
                self._attached = []
            peer._received += sent
            peer.changed()
        return len(sent)

    def shut(self, reading: bool, writing: bool) -> None:
        """Half-close: the other side can still read everything that was sent."""
        if reading and not self._reading_shut:
            self._reading_shut = True
            if self.peer is not None:
                self.peer.changed()
        if writing and not self._end_sent:
            self._end_sent = True
            if self.peer is not None:
                self.peer._receive_end()
        self.changed()

    def close(self, abort: bool = False) -> None:
        """Close this side: in an orderly way, or with a reset if bytes were left unread or `abort` is set."""
        if self._gone:
            return
        self._gone = True
        if self.peer is not None:
            if abort or self._received:
                self.peer._receive_reset(errno.ECONNRESET)
            elif not self._end_sent:
                self.peer._receive_end()
            else:
                self.peer.changed()
        self._received.clear()
        self.carried.drop()
        self.changed()

    @property
    def deserted(self) -> bool:
        """Whether the other side was closed completely, not only half."""
        return self.peer is not None and self.peer._gone

    def abort(self, error: OSError) -> None:
        """Close this side; the other side's next call raises `error`."""
        self._gone = True
        self._received.clear()
        self.carried.drop()
        if self.peer is not None:
            self.peer.reason = error.strerror
            self.peer._receive_reset(error.errno or errno.ECONNRESET)
        self.changed()

    def _receive_end(self) -> None:
        self._end_received = True
        self.changed()

    def _receive_reset(self, error: int) -> None:
        if self._gone or self._reset:
            return
        self.error = errno.EPIPE if self._end_received and not self.is_unix else error
        self._reset = True
        self.changed()


def connect(first: Endpoint, second: Endpoint) -> None:
    """Make two endpoints the sides of one connection."""
    first.peer = second
    second.peer = first


class Listener(Role):
    """A listener, at which connections arrive. `backlog` limits those not yet accepted, as in listen(2)."""

    def __init__(self, local: Address, backlog: int) -> None:
        super().__init__()
        self.local = local
        self.backlog = max(backlog, 0)
        self._established: deque[Connection] = deque()
        # Attempts beyond the backlog stay in SYN_SENT until there is room.
        self._waiting_to_connect: deque[Connecting] = deque()
        self._closed = False
        self._reading_shut = False
        self._writing_shut = False

    def events(self) -> int:
        """Readable while a connection waits to be accepted."""
        events = IN if self._established else 0
        if self._reading_shut:
            events |= IN | RDHUP | (HUP if self._writing_shut else 0)
        return events

    def arrive(self, attempt: "Connecting") -> None:
        """Handle a connection attempt."""
        if self._closed or self._reading_shut:
            attempt.refuse()
        elif len(self._established) > self.backlog:
            self._waiting_to_connect.append(attempt)
        else:
            self._establish(attempt)

    def _establish(self, attempt: "Connecting") -> None:
        server = attempt.establish()
        self._established.append(server)
        self.changed()

    def admit(self, connection: Connection) -> None:
        """Queue a connection from another process."""
        if self._closed or self._reading_shut:
            connection.close(abort=True)
        else:
            self._established.append(connection)
            self.changed()

    def accept(self) -> Connection | None:
        """Take the oldest connection, None if there is none. Raises OSError (EINVAL) after a shutdown."""
        if not self._established:
            if self._closed or self._reading_shut:
                raise fail(errno.EINVAL)
            return None
        endpoint = self._established.popleft()
        while self._waiting_to_connect:
            attempt = self._waiting_to_connect.popleft()
            if not attempt.abandoned:
                self._establish(attempt)
                break
        return endpoint

    def shut(self, reading: bool, writing: bool) -> None:
        """Stop the arrival of connections, as for the Unix domain; those that have arrived can be accepted."""
        self._reading_shut = self._reading_shut or reading
        self._writing_shut = self._writing_shut or writing
        self.changed()

    def close(self) -> None:
        """Refuse waiting attempts and reset connections that were not accepted."""
        self._closed = True
        for attempt in self._waiting_to_connect:
            attempt.refuse()
        self._waiting_to_connect.clear()
        for endpoint in self._established:
            endpoint.close(abort=True)
        self._established.clear()
        self.changed()


class Connecting(Role):
    """A connection attempt in progress."""

    def __init__(self, local: Address, remote: Address, kind: type[Endpoint] = Endpoint) -> None:
        super().__init__()
        self.local = local
        self.remote = remote
        self.kind = kind
        self.endpoint: Connection | None = None
        self.error = 0
        self.abandoned = False

    def done(self) -> bool:
        """Whether the attempt succeeded or failed."""
        return self.endpoint is not None or bool(self.error)

    def events(self) -> int:
        """Writable once decided; also ERR and HUP if refused."""
        if self.error:
            return IN | OUT | ERR | HUP | RDHUP
        return OUT if self.endpoint is not None else 0

    def establish(self) -> Endpoint:
        """Complete the handshake; returns the server's side."""
        client = self.kind(self.local, self.remote)
        server = self.kind(self.remote, self.local)
        connect(client, server)
        self.succeed(client)
        return server

    def succeed(self, connection: Connection) -> None:
        """Note that the connection is established."""
        self.endpoint = connection
        self.changed()

    def refuse(self, error: int = errno.ECONNREFUSED) -> None:
        """Refuse the attempt: there is no listener, or there was another error."""
        self.error = error
        self.changed()
