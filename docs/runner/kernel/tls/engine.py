"""A TLS session without sockets: one side of it.

Source: RFC 8446; what OpenSSL 3 says where something is wrong (ssl/statem, ssl/record, ssl/s3_lib.c).
"""

import hashlib
import ipaddress
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from . import messages, verify
from .certificate import X509
from .constants import ALERT, APPLICATION_DATA, CERT_NONE, CHANGE_CIPHER_SPEC, HANDSHAKE, LARGEST
from .errors import Closed, Failure, WantRead, alerted
from .records import Records, Transport
from .store import Store

_IGNORE_END = 0x80
_WARNING, _FATAL = 1, 2
_CLOSE_NOTIFY = 0

Steps = Generator[None, None, None]


@dataclass
class Settings:
    """What a context says of its connections; `chain` are this side's certificates, in DER."""

    options: int = 0
    verify_mode: int = CERT_NONE
    verify_flags: int = 0x8000
    check_hostname: bool = False
    host_flags: int = 4
    chain: list[bytes] = field(default_factory=list)
    alpn: list[bytes] = field(default_factory=list)
    store: Store = field(default_factory=Store)


class Engine:
    """One side of a session, whose handshake consists of `steps`; `host` is what a client wants to reach."""

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        steps: "Callable[[Engine], Steps]",
        server_side: bool,
        host: str | None = None,
    ) -> None:
        self.settings = settings
        self.server_side = server_side
        self.host = host
        self.records = Records(transport)
        self.peer: list[bytes] = []
        self.verified: list[X509] = []
        self.server_name: str | None = None
        self.alpn: bytes | None = None
        self.suites: list[int] = []  # that both sides have; the first one is used
        self.finished = b""  # what the client's side of the handshake ended with
        self.established = False
        self.close_sent = self.close_received = self.failed = False
        # The server's program may choose another certificate, or refuse with an alert.
        self.on_server_name: Callable[[str | None], int | None] = lambda name: None
        self.plain = bytearray()  # that can be read at once
        self._messages = bytearray()
        self._transcript = hashlib.sha256()
        self._steps: Steps | None = steps(self)

    # The handshake

    def handshake(self) -> None:
        """Go on with the handshake. Raises WantRead until it is done, Failure where it can't be, Closed after that."""
        if self.failed:
            raise Closed
        if self.established or self._steps is None:
            return
        try:
            next(self._steps)
        except StopIteration:
            self.established = True
            return
        except Failure as failure:
            self.fail(failure)
            raise
        raise WantRead

    def abandon(self) -> None:
        """Nobody goes on with the handshake, whose steps hold this."""
        self._steps = None

    def fail(self, failure: Failure) -> None:
        """The session ends here: tell the other side."""
        self.failed = True
        if failure.alert is not None:
            self.records.send(ALERT, bytes([_FATAL, failure.alert]))

    def send_message(self, data: bytes) -> None:
        """Queue a message of the handshake."""
        self._transcript.update(data)
        self.records.send(HANDSHAKE, data)

    def _next_message(self) -> bytes | None:
        length = 4 + int.from_bytes(self._messages[1:4])
        if length > 1 << 18:
            raise Failure("EXCESSIVE_MESSAGE_SIZE", 47)
        if len(self._messages) < length:
            return None
        found = bytes(self._messages[:length])
        del self._messages[:length]
        return found

    def expect(self, *kinds: int) -> Generator[None, None, tuple[int, bytes]]:
        """The next message of the handshake, which must be one of these: its type and its body."""
        while (found := self._next_message()) is None:
            try:
                kind, data = self.records.receive()
            except WantRead:
                yield
                continue
            if kind == HANDSHAKE and data:
                self._messages += data
            elif kind == ALERT:
                self._receive_alert(data)
                if self.close_received:
                    raise Closed
            else:
                raise Failure("UNEXPECTED_MESSAGE", 10)
        if found[0] not in kinds:
            raise Failure("UNEXPECTED_MESSAGE", 10)
        if found[0] != messages.FINISHED:
            self._transcript.update(found)
        return found[0], found[4:]

    def _finish(self, of_server: bool) -> bytes:
        """A digest of all messages up to now, by which a side ends its part of the handshake."""
        transcript = self._transcript.copy()
        transcript.update(b"server finished" if of_server else b"client finished")
        if not of_server:
            self.finished = transcript.digest()
        return messages.message(messages.FINISHED, transcript.digest())

    def send_finished(self) -> None:
        """Queue the message that ends this side's part of the handshake."""
        self.send_message(self._finish(self.server_side))

    def expect_finished(self) -> Steps:
        """The message that ends the other side's part."""
        expected = self._finish(not self.server_side)
        _, body = yield from self.expect(messages.FINISHED)
        if body != expected[4:]:
            raise Failure("DIGEST_CHECK_FAILED", 51)
        self._transcript.update(expected)

    def check_peer(self, chain: list[bytes]) -> None:
        """Take the other side's certificates, and verify them where that is asked for. Raises Failure."""
        self.peer = chain
        settings = self.settings
        try:
            self.verified = [X509(data) for data in chain]
        except (ValueError, IndexError):
            raise Failure("ASN1_LIB", 42) from None
        if not chain or settings.verify_mode == CERT_NONE:
            return
        wishes = verify.Wishes(settings.store, flags=settings.verify_flags, host_flags=settings.host_flags)
        if self.server_side:
            wishes.purpose = verify.CLIENT_AUTH
        elif settings.check_hostname and self.host is not None:
            wishes.host, wishes.address = self.host, address(self.host)
        self.verified = verify.verify(self.verified, wishes)

    # After it

    def read(self, size: int) -> bytes:
        """At most `size` bytes of what the other side wrote. Raises WantRead, Closed at its end, Failure."""
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
            self.fail(failure)
            raise

    def _receive_alert(self, data: bytes) -> None:
        if len(data) != 2:
            raise Failure("BAD_ALERT_RECORD", 50)
        level, code = data
        self.close_received |= level != _WARNING or code == _CLOSE_NOTIFY
        if level != _WARNING and code != _CLOSE_NOTIFY:
            raise alerted(code)

    def write(self, data: memoryview) -> int:
        """Queue what one record takes; the number of bytes. Raises WantRead before the handshake is done, Failure."""
        self.handshake()
        if self.close_sent:
            raise Failure("PROTOCOL_IS_SHUTDOWN")
        part = bytes(data[:LARGEST])
        self.records.send(APPLICATION_DATA, part)
        return len(part)

    def close(self) -> bool:
        """Say that this side sends no more; whether the other side has said so, too. Raises WantRead, Failure."""
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


def address(host: str) -> bytes:
    """An IP address in bytes; b"" for a name."""
    try:
        return ipaddress.ip_address(host).packed
    except ValueError:
        return b""
