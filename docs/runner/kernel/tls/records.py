"""TLS records: how bytes travel, with a null cipher.

Source: RFC 8446 section 5; RFC 9150, by which records are authenticated but not encrypted. The keys come from what both
sides say in the clear: there is nothing to hide from anybody within a tab.
"""

import zlib
from typing import Protocol

from .constants import ALERT, APPLICATION_DATA, LARGEST
from .errors import Failure, WantRead

_HEADER = 5
_TAG = 4
_HTTP = (b"GET ", b"POST ", b"HEAD ", b"PUT ")


class Transport(Protocol):
    """What records go through."""

    def read(self, size: int) -> bytes | None:
        """At most `size` bytes, b"" at the end, None where there are none yet."""


def _tag(key: bytes, number: int, data: bytes) -> bytes:
    """What shows that a record was changed, lost or put elsewhere. Nobody is there to forge one, so a checksum does."""
    return zlib.crc32(data, zlib.crc32(number.to_bytes(8), zlib.crc32(key))).to_bytes(4)


class Records:
    """Both directions of a connection. With `reading` and `writing`, which are keys, records are authenticated."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._held = bytearray()
        self._is_first = True
        self._read = self._written = 0
        self.outgoing = bytearray()
        self.reading: bytes | None = None
        self.writing: bytes | None = None

    def _fill(self, size: int) -> None:
        while len(self._held) < size:
            chunk = self._transport.read(size - len(self._held))
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
        # An alert may come from a side that has no key yet.
        if self.reading is None or (kind == ALERT and length == 2):
            return kind, content
        data, tag = content[:-_TAG], content[-_TAG:]
        if tag != _tag(self.reading, self._read, data):
            raise Failure("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", 20)
        self._read += 1
        if kind != APPLICATION_DATA or not data:
            raise Failure("UNEXPECTED_MESSAGE", 10)
        return data[-1], data[:-1]

    def send(self, kind: int, content: bytes) -> None:
        """Queue content, in as many records as it takes."""
        for at in range(0, len(content), LARGEST):
            part = content[at : at + LARGEST]
            if self.writing is None:
                head = kind
            else:
                head, part = APPLICATION_DATA, part + bytes([kind])
                part += _tag(self.writing, self._written, part)
                self._written += 1
            self.outgoing += bytes([head]) + b"\3\3" + len(part).to_bytes(2) + part
