"""A TLS session without sockets: one side of it.

Source: RFC 8446, RFC 5246; what OpenSSL 3 says where something is wrong (ssl/statem, ssl/record, ssl/s3_lib.c).
"""

import hashlib
from collections.abc import Callable, Generator

from . import errors, messages, verify
from .certificate import X509
from .constants import (
    ALERT,
    APPLICATION_DATA,
    CERT_NONE,
    CERT_REQUIRED,
    CHANGE_CIPHER_SPEC,
    HANDSHAKE,
    LARGEST,
    TLS1_3,
)
from .errors import Closed, Failure, WantRead
from .records import Records, Transport
from .settings import Session, Settings

_NO_TICKET, _IGNORE_END = 0x4000, 0x80
_WARNING, _FATAL = 1, 2
_CLOSE_NOTIFY, _NO_RENEGOTIATION = 0, 100

Steps = Generator[None, None, None]


class Engine:
    """One side of a session."""

    def __init__(self, settings: Settings, transport: Transport, server_side: bool, host: str | None = None) -> None:
        self.settings = settings
        self.server_side = server_side
        self.host = host
        self.records = Records(transport)
        self.version = 0
        self.suite = 0
        self.peer: list[bytes] = []
        self.verified: list[X509] = []
        self.server_name: str | None = None
        self.alpn: bytes | None = None
        self.resume: Session | None = None
        self.session: Session | None = None
        self.reused = False
        self.peer_suites: list[int] = []
        self.peer_allows_request = False
        self.finished: dict[bool, bytes] = {}  # by whether it is the server's
        self.established = False
        self.close_sent = self.close_received = self.failed = False
        # The server's program may choose another certificate, or refuse with an alert.
        self.on_server_name: Callable[[str | None], int | None] = lambda name: None
        self.on_message: Callable[[bool, int, bytes], None] | None = None
        self._plain = bytearray()
        self._messages = bytearray()
        self._transcript = hashlib.sha256()
        self._started = False
        self._awaits_certificate = False
        self._steps: Steps | None = None
        self.logged = False  # to the file for secrets

    # The handshake

    def handshake(self) -> None:
        """Go on with the handshake. Raises WantRead until it is done, Failure where it can't be."""
        self._check()
        if self.established:
            return
        if self._steps is None:
            from . import handshake

            self._steps = (handshake.server if self.server_side else handshake.client)(self)
            self.settings.count("accept" if self.server_side else "connect")
        try:
            next(self._steps)
        except StopIteration:
            self.established = True
            self.settings.count("accept_good" if self.server_side else "connect_good")
            return
        except Failure as failure:
            self.fail(failure)
            raise
        raise WantRead

    def abandon(self) -> None:
        """Nobody goes on with the handshake, whose steps hold this."""
        self._steps = None

    def _check(self) -> None:
        if self.failed:
            raise Closed

    def fail(self, failure: Failure) -> None:
        """The session ends here: tell the other side."""
        if failure.reason in ("HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "WRONG_VERSION_NUMBER"):
            return
        self.failed = True
        if failure.alert is not None:
            self._alert(_FATAL, failure.alert)

    def _alert(self, level: int, code: int) -> None:
        self._seen(True, ALERT, bytes([level, code]))
        self.records.send(ALERT, bytes([level, code]))

    def _seen(self, sent: bool, kind: int, data: bytes) -> None:
        if self.on_message is not None:
            self.on_message(sent, kind, data)

    def send_message(self, data: bytes) -> None:
        """Queue a message of the handshake."""
        self._transcript.update(data)
        self._seen(True, HANDSHAKE, data)
        self.records.send(HANDSHAKE, data)

    def change_cipher(self) -> None:
        """Queue the record after which this side's are authenticated."""
        self._seen(True, CHANGE_CIPHER_SPEC, b"\1")
        self.records.change_cipher()

    def _next_message(self) -> bytes | None:
        if len(self._messages) < 4:
            return None
        length = 4 + int.from_bytes(self._messages[1:4])
        if length > 1 << 18:
            raise Failure("EXCESSIVE_MESSAGE_SIZE", 47)
        if len(self._messages) < length:
            return None
        found = bytes(self._messages[:length])
        del self._messages[:length]
        self._seen(False, HANDSHAKE, found)
        return found

    def _record(self) -> Generator[None, None, tuple[int, bytes]]:
        while True:
            try:
                return self.records.receive()
            except WantRead:
                yield

    def expect(self, *kinds: int) -> Generator[None, None, tuple[int, bytes]]:
        """The next message of the handshake, which must be one of these: its type and its body."""
        while (found := self._next_message()) is None:
            kind, data = yield from self._record()
            if kind == HANDSHAKE and data:
                self._messages += data
            elif kind == ALERT:
                self._receive_alert(data)
                if self.close_received:
                    raise Closed
            elif kind != CHANGE_CIPHER_SPEC or self.version != TLS1_3:
                raise Failure("UNEXPECTED_MESSAGE", 10)
        if found[0] not in kinds:
            raise Failure("UNEXPECTED_MESSAGE", 10)
        if found[0] != messages.FINISHED:
            self._transcript.update(found)
        return found[0], found[4:]

    def expect_change(self) -> Steps:
        """TLS 1.2: the record after which the other side's are authenticated."""
        kind, data = yield from self._record()
        if kind == ALERT:
            self._receive_alert(data)
        if kind != CHANGE_CIPHER_SPEC or self._messages:
            raise Failure("UNEXPECTED_MESSAGE", 10)
        self._seen(False, kind, data)

    def summary(self, label: bytes) -> bytes:
        """A digest of all messages up to now."""
        transcript = self._transcript.copy()
        transcript.update(label)
        return transcript.digest()

    def _finish_data(self, of_server: bool) -> bytes:
        data = self.summary(b"server finished" if of_server else b"client finished")
        return data if self.version == TLS1_3 else data[:12]

    def send_finished(self) -> None:
        """Queue the message that ends this side's part of the handshake."""
        data = self._finish_data(self.server_side)
        self.finished[self.server_side] = data
        self.send_message(messages.message(messages.FINISHED, data))

    def expect_finished(self) -> Steps:
        """The message that ends the other side's part."""
        expected = self._finish_data(not self.server_side)
        _, body = yield from self.expect(messages.FINISHED)
        if body != expected:
            raise Failure("DIGEST_CHECK_FAILED", 51)
        self.finished[not self.server_side] = body
        self._transcript.update(messages.message(messages.FINISHED, body))

    def check_peer(self, chain: list[bytes]) -> None:
        """Take the other side's certificates, and verify them where that is asked for. Raises Failure."""
        self.peer = chain
        settings = self.settings
        try:
            certificates = [X509(data) for data in chain]
        except (ValueError, IndexError):
            raise Failure("ASN1_LIB", 42) from None
        self.verified = certificates
        if not chain or settings.verify_mode == CERT_NONE:
            return
        wishes = verify.Wishes(settings.store, flags=settings.verify_flags, host_flags=settings.host_flags)
        if self.server_side:
            wishes.purpose = verify.CLIENT_AUTH
        elif settings.check_hostname and self.host is not None:
            wishes.address = address(self.host)
            wishes.host = "" if wishes.address else self.host
        result = verify.verify(certificates, wishes)
        if result.code:
            message = verify.MESSAGES.get(result.code, "unspecified certificate verification error")
            if result.code in (62, 64):
                what = "Hostname" if result.code == 62 else "IP address"
                message = f"{what} mismatch, certificate is not valid for '{self.host}'."
            raise errors.refused(result.code, message, verify.alert_for(result.code))
        self.verified = result.chain

    # After it

    def read(self, size: int) -> bytes:
        """At most `size` bytes of what the other side wrote. Raises WantRead, Closed at its end, Failure."""
        if not self.established:
            self.handshake()
        while not self._plain:
            if self.close_received:
                raise Closed
            self._check()
            self._receive()
        if size >= len(self._plain):
            data = bytes(self._plain)
            self._plain.clear()
            return data
        with memoryview(self._plain) as view:
            data = bytes(view[:size])
        del self._plain[:size]
        return data

    def _receive(self) -> None:
        try:
            kind, data = self.records.receive()
            if kind == APPLICATION_DATA:
                self._plain += data
            elif kind == ALERT:
                self._receive_alert(data)
            elif kind == HANDSHAKE:
                self._messages += data
                while (message := self._next_message()) is not None:
                    self._after_handshake(message)
            elif kind != CHANGE_CIPHER_SPEC:
                raise Failure("UNEXPECTED_RECORD", 10)
        except Failure as failure:
            if failure.reason == "UNEXPECTED_EOF_WHILE_READING":
                if self.settings.options & _IGNORE_END:
                    self.close_received = True
                    return
                failure.alert = None
            self.fail(failure)
            raise

    def _receive_alert(self, data: bytes) -> None:
        self._seen(False, ALERT, data)
        if len(data) != 2:
            raise Failure("BAD_ALERT_RECORD", 50)
        level, code = data
        if level == _WARNING or code == _CLOSE_NOTIFY:
            if code == _CLOSE_NOTIFY:
                self.close_received = True
            elif code == _NO_RENEGOTIATION:
                raise Failure("NO_RENEGOTIATION", 40)
            return
        self.close_received = True
        raise errors.alerted(code)

    def _after_handshake(self, message: bytes) -> None:
        kind, body = message[0], message[4:]
        if kind == messages.NEW_SESSION_TICKET and not self.server_side:
            self.take_ticket(body)
        elif kind == messages.CERTIFICATE_REQUEST and not self.server_side:
            self.send_message(messages.certificate(self.settings.chain[:], True, b"request"))
            self.send_finished()
        elif kind == messages.CERTIFICATE and self._awaits_certificate:
            self._awaits_certificate = False
            chain = messages.read_certificate(body, True)
            if not chain and self.settings.verify_mode == CERT_REQUIRED:
                raise Failure("PEER_DID_NOT_RETURN_A_CERTIFICATE", 116)
            self.check_peer(chain)
        elif kind not in (messages.KEY_UPDATE, messages.FINISHED):
            raise Failure("UNEXPECTED_MESSAGE", 10)

    def take_ticket(self, body: bytes) -> None:
        """The server lets this session be resumed."""
        if not self.settings.options & _NO_TICKET or self.version != TLS1_3:
            self.session = Session(self.version, self.peer, self.verified, body)

    def request_certificate(self) -> None:
        """Ask the client for its certificate after the handshake. Raises Failure."""
        if not self.established or self.version != TLS1_3:
            raise Failure("WRONG_SSL_VERSION")
        if not self.server_side:
            raise Failure("NOT_SERVER")
        if not self.peer_allows_request:
            raise Failure("EXTENSION_NOT_RECEIVED")
        if self._awaits_certificate:
            raise Failure("REQUEST_PENDING")
        if self.settings.verify_mode == CERT_NONE:
            raise Failure("INVALID_CONFIG")
        self._awaits_certificate = True
        self.send_message(messages.message(messages.CERTIFICATE_REQUEST, b"\0\0\0"))

    def write(self, data: memoryview) -> int:
        """Queue what one record takes; the number of bytes. Raises WantRead before the handshake is done, Failure."""
        self.handshake()
        self._check()
        if self.close_sent:
            raise Failure("PROTOCOL_IS_SHUTDOWN")
        part = bytes(data[:LARGEST])
        if part:
            self.records.send(APPLICATION_DATA, part)
        return len(part)

    def pending(self) -> int:
        """How many bytes can be read at once."""
        return len(self._plain)

    def close(self) -> bool:
        """Say that this side sends no more; whether the other side has said so, too. Raises WantRead, Failure."""
        if not self.established:
            raise Failure("SHUTDOWN_WHILE_IN_INIT")
        if self.failed:
            raise Failure("SHUTDOWN_WHILE_IN_INIT")
        if not self.close_sent:
            self.close_sent = True
            self._alert(_WARNING, _CLOSE_NOTIFY)
            return self.close_received
        while not self.close_received:
            self._receive()
            if self._plain:
                raise Failure("APPLICATION_DATA_AFTER_CLOSE_NOTIFY")
        return True


def address(host: str) -> bytes:
    """An IP address in bytes; b"" for a name."""
    import ipaddress

    try:
        return ipaddress.ip_address(host).packed
    except ValueError:
        return b""
