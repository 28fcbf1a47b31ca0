"""The small classes of `_ssl`: MemoryBIO, SSLSession, Certificate.

Source: Modules/_ssl.c and Modules/_ssl/cert.c of CPython 3.14.
"""

import binascii
from typing import TYPE_CHECKING, Any

from . import errors

if TYPE_CHECKING:
    from .certificate import X509
    from .context import _SSLContext
    from .settings import Session

_PEM, _DER = 1, 2


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
                raise errors.SSLError("cannot write() after write_eof()")
            if not view.c_contiguous:
                raise BufferError("memoryview: underlying buffer is not C-contiguous")
            self._data += view.tobytes()
            return view.nbytes

    def _append(self, data: bytes) -> None:
        self._data += data

    def write_eof(self) -> None:
        """Nothing is written any more."""
        self._ended = True


class SSLSession:
    """A session that can be resumed."""

    _session: "Session"
    _context: "_SSLContext"

    def __new__(cls) -> "SSLSession":
        raise TypeError("cannot create '_ssl.SSLSession' instances")

    @classmethod
    def _make(cls, session: "Session", context: "_SSLContext") -> "SSLSession":
        self = object.__new__(cls)
        self._session = session
        self._context = context
        return self

    @property
    def time(self) -> int:
        """When it began, in seconds since the epoch."""
        return int(self._session.time)

    @property
    def timeout(self) -> int:
        """For how many seconds it can be resumed."""
        return self._session.timeout

    @property
    def ticket_lifetime_hint(self) -> int:
        """For how many seconds its ticket is good."""
        return self._session.timeout if self._session.ticket else 0

    @property
    def id(self) -> bytes:
        """What tells it from others."""
        return self._session.id

    @property
    def has_ticket(self) -> bool:
        """Whether the server gave a ticket for it."""
        return bool(self._session.ticket)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SSLSession):
            return NotImplemented
        return self._session.id == other._session.id

    def __hash__(self) -> int:
        return hash(self._session.id)


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

    def _parsed(self) -> "X509":
        from .certificate import X509

        return X509(self._data)

    def public_bytes(self, format: int = _PEM) -> bytes | str:
        """The certificate in PEM or in DER."""
        if format == _DER:
            return self._data
        if format != _PEM:
            raise ValueError("Unsupported format")
        text = binascii.b2a_base64(self._data, newline=False).decode("ascii")
        lines = [text[at : at + 64] for at in range(0, len(text), 64)]
        return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])

    def get_info(self) -> dict[str, Any]:
        """What `getpeercert` says of it."""
        return self._parsed().as_dict()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Certificate):
            return NotImplemented
        return self._data == other._data

    def __hash__(self) -> int:
        return hash(self._data)

    def __repr__(self) -> str:
        return f"<_ssl.Certificate '{self._parsed().oneline()}'>"
