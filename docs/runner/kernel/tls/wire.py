"""What a TLS session's records go through: a socket, or two buffers."""

import weakref

from ..sockets import Socket
from . import errors
from .buffers import MemoryBIO


class Wire:
    """The socket below a session. Nothing keeps it alive."""

    def __init__(self, socket: Socket) -> None:
        self._socket = weakref.ref(socket)

    def socket(self) -> Socket:
        """The socket. Raises SSLError if it is gone."""
        found = self._socket()
        if found is None:
            raise errors.SSLError(1, "Underlying socket connection gone")
        return found

    def read(self, size: int) -> bytes | None:
        """At most `size` bytes; None if there are none yet."""
        return self.socket()._open().stream().read(size)

    def write(self, data: bytes) -> int | None:
        """Send what there is room for; None if there is none."""
        with memoryview(data) as view:
            return self.socket()._open().stream().write(view)


class Buffers:
    """Two buffers in the place of a socket."""

    def __init__(self, incoming: MemoryBIO, outgoing: MemoryBIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def read(self, size: int) -> bytes | None:
        """At most `size` bytes; None if there are none yet, b"" at the end."""
        return None if not self._incoming.pending and not self._incoming.eof else self._incoming.read(size)

    def write(self, data: bytes) -> int:
        """Put data into the buffer."""
        self._outgoing._append(data)
        return len(data)
