"""A TLS session without sockets: one side of it.

Source: RFC 8446; OpenSSL 3 for the errors (ssl/statem, ssl/record, ssl/s3_lib.c).
"""

from collections.abc import Callable, Generator

from .certificate import X509
from .constants import ALERT, APPLICATION_DATA, CERT_NONE, CHANGE_CIPHER_SPEC, HANDSHAKE, LARGEST
from .errors import Closed, Failure, WantRead, alerted
from .records import Read, Records
from .store import Settings
from .verify import verify

_IGNORE_END = 0x80
_WARNING, _FATAL, _CLOSE_NOTIFY = 1, 2, 0

Steps = Generator[None, None, None]
Side = Callable[["Engine"], Steps]


class Engine:
    """One side of a session; `side` is its generator in `handshake`, `host` the host that a client wants to reach."""

    def __init__(self, settings: Settings, read: Read, side: Side, server_side: bool, host: str | None = None) -> None:
        self.settings = settings
        self.server_side = server_side
        self.host = host
        self.records = Records(read)
        self.peer: list[X509] = []
        self.verified: list[X509] = []  # the chain up to the authority, if verification is requested
        self.server_name: str | None = None
        self.alpn: bytes | None = None
        self.suites: list[int] = []  # those that both sides have; the first one is used
        self.established = False
        self.close_sent = self.close_received = self.failed = False
        # With this, the server's program may choose another certificate, or refuse with an alert.
        self.on_server_name: Callable[[str | None], int | None] = lambda name: None
        self.plain = bytearray()  # decoded data that can be read at once
        self._messages = bytearray()
        self.steps: Steps | None = side(self)  # they refer to this object: abandoning the handshake drops them

    # The handshake

    def handshake(self) -> None:
        """Continue the handshake. Raises WantRead until it is done, Failure if it fails, Closed after that."""
        if self.failed:
            raise Closed
        if self.established or self.steps is None:
            return
        try:
            next(self.steps)
        except StopIteration:
            self.established = True
            return
        except Failure as failure:
            self._fail(failure)
            raise
        raise WantRead

    def _fail(self, failure: Failure) -> None:
        self.failed = True
        if failure.alert is not None:
            self.records.send(ALERT, bytes([_FATAL, failure.alert]))

    def send(self, kind: int, body: bytes) -> None:
        """Queue a handshake message."""
        self.records.send(HANDSHAKE, bytes([kind]) + len(body).to_bytes(3) + body)

    def expect(self, *kinds: int) -> Generator[None, None, tuple[int, bytes]]:
        """The type and body of the next handshake message, which must be of one of these types."""
        messages = self._messages
        while len(messages) < 4 or len(messages) < (end := 4 + int.from_bytes(messages[1:4])):
            try:
                kind, data = self.records.receive()
            except WantRead:
                yield
                continue
            if kind == HANDSHAKE and data:
                messages += data
            elif kind == ALERT:
                self._receive_alert(data)
                if self.close_received:
                    raise Closed
            else:
                raise Failure("UNEXPECTED_MESSAGE", 10)
        if messages[0] not in kinds:
            raise Failure("UNEXPECTED_MESSAGE", 10)
        found = messages[0], bytes(messages[4:end])
        del messages[:end]
        return found

    def check_peer(self, chain: list[bytes]) -> None:
        """Take the other side's certificates, and verify them if requested. Raises Failure."""
        try:
            self.peer = self.verified = [X509(data) for data in chain]
        except (ValueError, IndexError):
            raise Failure("ASN1_LIB", 42) from None
        if chain and self.settings.verify_mode != CERT_NONE:
            host = self.host if self.settings.check_hostname and not self.server_side else None
            self.verified = verify(self.peer, self.settings, self.server_side, host)

    # After the handshake

    def read(self, size: int) -> bytes:
        """Read at most `size` bytes that the other side wrote. Raises WantRead, Closed at the end, Failure."""
        if not self.established:
            self.handshake()
        while not self.plain:
            if self.close_received or self.failed:
                raise Closed
            self._receive()
        data = bytes(self.plain[:size])
        del self.plain[:size]
        return data

    def _receive(self) -> None:
        try:
            kind, data = self.records.receive()
            if kind == APPLICATION_DATA:
                self.plain += data
            elif kind == ALERT:
                self._receive_alert(data)
            elif kind != CHANGE_CIPHER_SPEC:
                raise Failure("UNEXPECTED_MESSAGE", 10)
        except Failure as failure:
            if failure.reason == "UNEXPECTED_EOF_WHILE_READING":
                if self.settings.options & _IGNORE_END:
                    self.close_received = True
                    return
                failure.alert = None
            self._fail(failure)
            raise

    def _receive_alert(self, data: bytes) -> None:
        if len(data) != 2:
            raise Failure("BAD_ALERT_RECORD", 50)
        level, code = data
        self.close_received |= level != _WARNING or code == _CLOSE_NOTIFY
        if level != _WARNING and code != _CLOSE_NOTIFY:
            raise alerted(code)

    def write(self, data: memoryview) -> int:
        """Queue up to a record; returns the number of bytes. Raises WantRead during the handshake, Failure."""
        self.handshake()
        if self.close_sent:
            raise Failure("PROTOCOL_IS_SHUTDOWN")
        part = bytes(data[:LARGEST])
        self.records.send(APPLICATION_DATA, part)
        return len(part)

    def close(self) -> bool:
        """Send this side's close_notify; returns whether the other side's has arrived. Raises WantRead, Failure."""
        if not self.established or self.failed:
            raise Failure("SHUTDOWN_WHILE_IN_INIT")
        if not self.close_sent:
            self.close_sent = True
            self.records.send(ALERT, bytes([_WARNING, _CLOSE_NOTIFY]))
            return self.close_received
        while not self.close_received:
            self._receive()
            if self.plain:
                raise Failure("APPLICATION_DATA_AFTER_CLOSE_NOTIFY")
        return True
