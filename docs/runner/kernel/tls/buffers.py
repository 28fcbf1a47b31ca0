"""The small classes of `_ssl`: MemoryBIO, SSLSession, Certificate.

Source: Modules/_ssl.c and Modules/_ssl/cert.c of CPython 3.14.
"""

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
        """At most `size` bytes, all of them where it is negative."""
        if not isinstance(size, int):
            raise TypeError(f"'{type(size).__name__}' object cannot be interpreted as an integer")
        if size < 0:
            size = len(self._data)
        taken = bytes(self._data[:size])
        del self._data[:size]
        return taken

    def write(self, data: Any, /) -> int:
        """Put bytes into the buffer; their number."""
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        with memoryview(data) as view:
            if self._ended:
                raise SSLError("cannot write() after write_eof()")
            if not view.c_contiguous:
                raise BufferError("memoryview: underlying buffer is not C-contiguous")
            self._data += view.tobytes()
            return view.nbytes

    def write_eof(self) -> None:
        """Nothing is written any more."""
        self._ended = True


class SSLSession:
    """A session that can be resumed: there are none, each connection makes a handshake of its own."""

    def __new__(cls) -> "SSLSession":
        raise TypeError("cannot create '_ssl.SSLSession' instances")


class Certificate:
    """A certificate of a chain."""

    _data: bytes

    def __new__(cls) -> "Certificate":
        raise TypeError("cannot create '_ssl.Certificate' instances")

    @classmethod
    def _make(cls, data: bytes) -> "Certificate":
        self = object.__new__(cls)
        self._data = data
        return self

    def public_bytes(self, format: int) -> bytes:
        """The certificate in DER, which is all that `ssl` asks for."""
        return self._data
