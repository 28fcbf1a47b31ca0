"""Connections of whole messages (SOCK_SEQPACKET): each call receives one, and what doesn't fit is lost.

Source: unix_seqpacket_sendmsg, unix_dgram_sendmsg and unix_dgram_recvmsg in net/unix/af_unix.c of Linux.
"""

import errno
from collections import deque
from typing import Any

from ..base.errors import fail
from .stream import BUFFER_SIZE, Address, Endpoint, Message

# The most bytes of a message: Linux's default wmem without its reserve.
LARGEST = 212992 - 32


class PacketEndpoint(Endpoint):
    """One side of a connection that keeps the borders of messages."""

    def __init__(self, local: Address, remote: Address) -> None:
        super().__init__(local, remote)
        # The length of each message in `_received`, where an empty one takes a byte, and its ancillary data.
        self._messages: deque[tuple[int, list[Any]]] = deque()

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Read at most `size` bytes of the next message; the rest is lost."""
        message = self.receive(size, peek)
        return None if message is None else message.data

    def receive(self, size: int, peek: bool = False) -> Message | None:
        """Take the next message, cut to `size`; an empty one at the end, None if it would block."""
        if not self._messages:
            return super().receive(size, peek)
        length, ancillary = self._messages[0]
        message = Message(bytes(self._received[: min(size, length)]), self.remote or None, ancillary, length)
        if peek:
            message.ancillary = [
                (level, kind, [passed.copy() for passed in content] if isinstance(content, list) else content)
                for level, kind, content in ancillary
            ]
            return message
        full = len(self._received) >= BUFFER_SIZE
        self._messages.popleft()
        del self._received[: max(length, 1)]
        if full and self.peer is not None:
            self.peer.changed()
        return message

    def write(self, data: memoryview) -> int | None:
        """Send a message; returns its length, None if it would block. Raises OSError."""
        peer = self.peer
        if not isinstance(peer, PacketEndpoint) or peer._gone or self._sends_no_more():
            raise fail(errno.EPIPE)
        if len(data) > LARGEST:
            raise fail(errno.EMSGSIZE)
        if len(peer._received) >= BUFFER_SIZE:
            return None
        peer._messages.append((len(data), self._attached))
        self._attached = []
        peer._received += data or b"\0"
        peer.changed()
        return len(data)

    def close(self, abort: bool = False) -> None:
        """Close this side; the other one is reset if messages were left unread."""
        super().close(abort)
        self._messages.clear()
