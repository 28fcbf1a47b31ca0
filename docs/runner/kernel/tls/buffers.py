"""The small classes of `_ssl`: MemoryBIO, SSLSession, Certificate.

Source: Modules/_ssl.c and Modules/_ssl/cert.c of CPython 3.14.
"""

from operator import index
from typing import Any

from .errors import SSLError


class MemoryBIO:
    """A buffer of bytes, between a TLS session and whatever moves them."""

    __slots__ = ("__weakref__", "_data", "_ended")

    def __init__(self) -> None:
        self._data = bytearray()
        self._ended = False

    @property
    def pending(self) -> int:
        """The number of bytes in the buffer."""
        return len(self._data)

    @property
    def eof(self) -> bool:
        """Whether the buffer is at its end."""
        return self._ended and not self._data

    def read(self, size: int = -1, /) -> bytes:
        """Read at most `size` bytes, all of them if it is negative."""
        end = len(self._data) if index(size) < 0 else size
        taken = bytes(self._data[:end])
        del self._data[:end]
        return taken

    def write(self, data: Any, /) -> int:
        """Put bytes into the buffer; returns their number."""
        with memoryview(data) as view:
            if self._ended:
                raise SSLError("cannot write() after write_eof()")
            self._data += view.tobytes()
            return view.nbytes

    def write_eof(self) -> None:
        """Mark the end of the data."""
        self._ended = True


class Buffers:
    """Two buffers that replace a socket."""

    def __init__(self, incoming: MemoryBIO, outgoing: MemoryBIO) -> None:
        self._incoming = incoming
        self.write = outgoing.write

    def read(self, size: int) -> bytes | None:
        """At most `size` bytes; None if there are none yet, b"" at the end."""
        return None if not self._incoming.pending and not self._incoming.eof else self._incoming.read(size)


class SSLSession:
    """A session that can be resumed. There are none here: each connection makes its own handshake."""

    def __new__(cls) -> "SSLSession":
        raise TypeError("cannot create '_ssl.SSLSession' instances")


class Certificate:
    """A certificate of a chain."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def public_bytes(self, format: int) -> bytes:
        """The certificate in DER, the only format that `ssl` requests."""
        return self._data
