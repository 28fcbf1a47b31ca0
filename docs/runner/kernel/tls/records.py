"""TLS records. Nothing is encrypted or authenticated, because nothing leaves the tab.

Source: RFC 8446 section 5.
"""

from collections.abc import Callable

from .constants import LARGEST
from .errors import Failure, WantRead

_HEADER = 5
_HTTP = (b"GET ", b"POST ", b"HEAD ", b"PUT ")
Read = Callable[[int], bytes | None]  # reads at most so many bytes; b"" at the end, None if there are none yet


class Records:
    """Both directions of a connection; data to send accumulates in `outgoing`."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._held = bytearray()
        self._is_first = True
        self.outgoing = bytearray()

    def _fill(self, size: int) -> None:
        while len(self._held) < size:
            chunk = self._read(size - len(self._held))
            if chunk is None:
                raise WantRead
            if not chunk:
                raise Failure("UNEXPECTED_EOF_WHILE_READING", 50, text="EOF occurred in violation of protocol")
            self._held += chunk

    def receive(self) -> tuple[int, bytes]:
        """The next record: its type and its content. Raises WantRead, or Failure."""
        self._fill(_HEADER)
        kind, major, length = self._held[0], self._held[1], int.from_bytes(self._held[3:5])
        if self._is_first and self._held.startswith(_HTTP):
            raise Failure("HTTP_REQUEST")
        if self._is_first and self._held.startswith(b"CONNE"):
            raise Failure("HTTPS_PROXY_REQUEST")
        if major != 3:
            raise Failure("WRONG_VERSION_NUMBER", None if self._is_first else 70)
        if length > LARGEST + 256:
            raise Failure("RECORD_LAYER_FAILURE", 22)
        self._fill(_HEADER + length)
        content = bytes(self._held[_HEADER:])
        self._held.clear()
        self._is_first = False
        return kind, content

    def send(self, kind: int, content: bytes) -> None:
        """Queue content, in as many records as needed."""
        for at in range(0, len(content), LARGEST):
            part = content[at : at + LARGEST]
            self.outgoing += bytes([kind, 3, 3]) + len(part).to_bytes(2) + part
