"""TLS records: how bytes travel, with a null cipher.

Source: RFC 8446 section 5; RFC 9150, by which records are authenticated but not encrypted. The keys come from what both
sides say in the clear: there is nothing to hide from anybody within a tab.
"""

import zlib
from typing import Protocol

from .constants import ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, LARGEST, TLS1_2, TLS1_3
from .errors import Failure, WantRead, unexpected_end

_HEADER = 5
_TAG = 4
_HTTP = (b"GET ", b"POST ", b"HEAD ", b"PUT ")


class Transport(Protocol):
    """What records go through."""

    def read(self, size: int) -> bytes | None:
        """At most `size` bytes, b"" at the end, None where there are none yet."""


def _tag(key: bytes, number: int, data: bytes | memoryview) -> bytes:
    """What shows that a record was changed, lost or put elsewhere. Nobody is there to forge one, so a checksum does."""
    return zlib.crc32(data, zlib.crc32(number.to_bytes(8), zlib.crc32(key))).to_bytes(4)


class Records:
    """Both directions of a connection."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._held = bytearray()
        self._is_first = True
        self.outgoing = bytearray()
        self.version = 0
        self.ends_quietly = False  # OP_IGNORE_UNEXPECTED_EOF
        self._reading: bytes | None = None
        self._writing: bytes | None = None
        self._read = self._written = 0

    def protect_reading(self, key: bytes) -> None:
        """Expect authenticated records from now on."""
        self._reading, self._read = key, 0

    def protect_writing(self, key: bytes) -> None:
        """Send authenticated records from now on."""
        self._writing, self._written = key, 0

    def _fill(self, size: int) -> None:
        while len(self._held) < size:
            chunk = self._transport.read(size - len(self._held))
            if chunk is None:
                raise WantRead
            if not chunk:
                raise unexpected_end()
            self._held += chunk

    def _header(self) -> tuple[int, int]:
        self._fill(_HEADER)
        head = bytes(self._held[:_HEADER])
        kind, major, length = head[0], head[1], int.from_bytes(head[3:5])
        if self._is_first and major != 3:
            self._held.clear()
            if head.startswith(_HTTP):
                raise Failure("HTTP_REQUEST")
            if head.startswith(b"CONNE"):
                raise Failure("HTTPS_PROXY_REQUEST")
            raise Failure("WRONG_VERSION_NUMBER")
        if major != 3:
            raise Failure("WRONG_VERSION_NUMBER", 70)
        if length > LARGEST + 256:
            raise Failure("RECORD_LAYER_FAILURE", 22)
        return kind, length

    def receive(self) -> tuple[int, bytes]:
        """The next record: its type and its content. Raises WantRead, or Failure."""
        kind, length = self._header()
        self._fill(_HEADER + length)
        with memoryview(self._held) as view:
            content = bytes(view[_HEADER:])
        self._held.clear()
        self._is_first = False
        if kind == CHANGE_CIPHER_SPEC and self.version != TLS1_2:
            return kind, content
        if self._reading is not None:
            if self.version == TLS1_3 and kind == ALERT and length == 2:
                return kind, content
            return self._opened(self._reading, kind, content)
        return kind, content

    def _opened(self, key: bytes, kind: int, content: bytes) -> tuple[int, bytes]:
        size = len(content) - _TAG
        with memoryview(content) as view:
            if size < 0 or view[size:] != _tag(key, self._read, view[:size]):
                raise Failure("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", 20)
        self._read += 1
        if self.version != TLS1_3:
            return kind, content[:size]
        if kind != APPLICATION_DATA or not size:
            raise Failure("UNEXPECTED_MESSAGE", 10)
        return content[size - 1], content[: size - 1]

    def send(self, kind: int, content: bytes) -> None:
        """Queue content, in as many records as it takes."""
        at = 0
        while True:
            self._send_one(kind, content[at : at + LARGEST])
            at += LARGEST
            if at >= len(content):
                return

    def _send_one(self, kind: int, content: bytes) -> None:
        if self._writing is not None and not (kind == CHANGE_CIPHER_SPEC and self.version == TLS1_3):
            if self.version == TLS1_3:
                content += bytes([kind])
                kind = APPLICATION_DATA
            content += _tag(self._writing, self._written, content)
            self._written += 1
        # The first record of a client says TLS 1.0, which the oldest servers understand.
        version = 0x0303 if self.version else 0x0301
        self.outgoing += bytes([kind]) + version.to_bytes(2) + len(content).to_bytes(2) + content

    def change_cipher(self) -> None:
        """Queue the record that TLS 1.2 means and TLS 1.3 sends for old middleboxes."""
        self._send_one(CHANGE_CIPHER_SPEC, b"\1")
