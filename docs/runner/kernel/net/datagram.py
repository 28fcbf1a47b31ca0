"""Datagrams: messages that arrive whole, each with its sender's address.

Source: udp(7), unix(7), socket(7).
"""

import errno
from collections import deque
from typing import Any
from weakref import WeakSet

from ..base.errors import fail
from ..files.stream import Address, Message, Role
from ..files.table import ERR, HUP, IN, OUT, RDHUP
from . import ports

# The receive buffer in bytes: Linux's default rmem.
BUFFER_SIZE = 212992
LARGEST = 65507


class Mailbox(Role):
    """The state of a datagram socket: what has arrived, and the default destination."""

    def __init__(self, is_unix: bool) -> None:
        super().__init__()
        self.is_unix = is_unix
        self.local: Address = None
        self.peer: tuple[str, int] | None = None
        self.peer_address: Address = None
        self.partner: Mailbox | None = None  # the other mailbox of a pair
        self.error = 0
        self._full: Mailbox | None = None  # the mailbox that refused the last datagram of this one, until it has room
        self._refused: WeakSet[Mailbox] = WeakSet()
        self._messages: deque[Message] = deque()
        self._size = 0
        self.gone = False  # it was closed
        self._reading_shut = False
        self._writing_shut = False

    def events(self) -> int:
        """The current events."""
        events = OUT if self._has_room() else 0
        if self._messages or self._reading_shut:
            events |= IN
        if self._reading_shut:
            events |= RDHUP | (HUP if self._writing_shut else 0)
        if self.error:
            events |= ERR
        return events

    def _has_room(self) -> bool:
        return self._full is None and (self.partner is None or self.partner.gone or self.partner._size < BUFFER_SIZE)

    def _tell_senders(self) -> None:
        """Let those that wait for room send again."""
        if self.partner is not None:
            self.partner.changed()
        for sender in list(self._refused):
            sender._full = None
            sender.changed()
        self._refused.clear()

    def _source(self, target: tuple[str, int]) -> Address:
        """The address that the receiver at `target` sees: one that is bound to all has that of the route."""
        if not isinstance(self.local, tuple) or not ports.is_any(self.local[0]):
            return self.local
        host = ports.reached(target[0])
        return (host if ports.is_local(host) else ports.loopback(host), *self.local[1:])

    def take_error(self) -> int:
        """Return and clear the pending error number."""
        error, self.error = self.error, 0
        return error

    def arrive(self, data: bytes, source: Address, ancillary: Any = ()) -> bool:
        """Queue a datagram; False if there is no room. A connected socket drops datagrams from other senders."""
        if self.gone or (self.peer_address is not None and not self.is_unix and source != self.peer_address):
            return True
        if self._size + len(data) > BUFFER_SIZE:
            return False
        self._messages.append(Message(data, source, list(ancillary)))
        self._size += max(len(data), 1)
        self.changed()
        return True

    def receive(self, size: int, peek: bool) -> Message | None:
        """Take the next datagram, cut to `size`; None if it would block. Raises a pending OSError."""
        if self.error:
            raise fail(self.take_error())
        if not self._messages:
            return Message(b"", None, []) if self._reading_shut else None
        message = self._messages[0]
        if not peek:
            self._messages.popleft()
            self._size -= max(len(message.data), 1)
            self._tell_senders()
        cut = message.data[:size]
        return Message(cut, message.source, message.ancillary, length=len(message.data))

    def take_messages(self) -> list[Message]:
        """Remove and return all datagrams, to be received elsewhere."""
        taken = list(self._messages)
        self._messages.clear()
        self._size = 0
        self._tell_senders()
        return taken

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Like `receive`, without the address."""
        message = self.receive(size, peek)
        return None if message is None else message.data

    def write(self, data: memoryview) -> int | None:
        """Send one datagram to the default destination."""
        return self.send(bytes(data), None)

    def send(self, data: bytes, to: tuple[str, int] | None, ancillary: Any = ()) -> int | None:
        """Send one datagram; returns its length, None if it would block. Raises OSError."""
        if self.error:
            raise fail(self.take_error())
        if self._writing_shut:
            raise fail(errno.EPIPE)
        if len(data) > (BUFFER_SIZE if self.is_unix else LARGEST):
            raise fail(errno.EMSGSIZE)
        if self.partner is not None and to is None:
            if self.partner.gone:
                raise fail(errno.ECONNREFUSED)
            return len(data) if self.partner.arrive(data, self.local, ancillary) else None
        target = to or self.peer
        if target is None:
            raise fail(errno.ENOTCONN if self.is_unix else errno.EDESTADDRREQ)
        arrived = ports.post(*target, data, self._source(target), ancillary)
        if arrived is None:
            if self.is_unix:
                raise fail(errno.ECONNREFUSED)
            if self.peer is not None and target == self.peer:
                self.error = errno.ECONNREFUSED  # "port unreachable" arrives after the send
                self.changed()
        if arrived is False and self.is_unix:
            binding = ports.find(*target, ports.DATAGRAM)
            if binding is not None and isinstance(binding.mailbox, Mailbox):
                self._full = binding.mailbox
                self._full._refused.add(self)
            return None
        return len(data)

    def shut(self, reading: bool, writing: bool) -> None:
        """Stop receiving or sending."""
        self._reading_shut = self._reading_shut or reading
        self._writing_shut = self._writing_shut or writing
        self.changed()

    def close(self) -> None:
        """Close the mailbox."""
        self.gone = True
        self._messages.clear()
        self._tell_senders()


def join(first: Mailbox, second: Mailbox) -> None:
    """Connect two mailboxes to a pair."""
    first.partner, second.partner = second, first
