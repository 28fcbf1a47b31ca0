"""Messages of the handshake: how they are written and read.

Source: RFC 8446 section 4, RFC 5246 section 7.4.
"""

from dataclasses import dataclass, field

from .errors import Failure

CLIENT_HELLO, SERVER_HELLO, NEW_SESSION_TICKET, ENCRYPTED_EXTENSIONS, CERTIFICATE = 1, 2, 4, 8, 11
SERVER_KEY_EXCHANGE, CERTIFICATE_REQUEST, SERVER_HELLO_DONE, CERTIFICATE_VERIFY = 12, 13, 14, 15
CLIENT_KEY_EXCHANGE = 16
FINISHED, KEY_UPDATE = 20, 24
SERVER_NAME, GROUPS, ALPN, TICKET, PRE_SHARED_KEY, VERSIONS, POST_HANDSHAKE_AUTH = 0, 10, 16, 35, 41, 43, 49
# Of this module's own: what a client knows of a pre-shared key.
OWN_KEY = 0xFE02

# TLS_SHA256_SHA256 (RFC 9150), and for TLS 1.2 TLS_RSA_WITH_NULL_SHA256; then what fits the server's key.
NULL_1_3, NULL_1_2 = 0xC0B4, 0x003B
NULL_RSA, NULL_ECDSA = 0xC010, 0xC006


def vector(data: bytes, size: int) -> bytes:
    """Data after its length in `size` bytes."""
    return len(data).to_bytes(size) + data


class Scanner:
    """Reads a message from the front. Raises Failure where it is too short."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next bytes."""
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise Failure("LENGTH_TOO_SHORT" if not self._at else "LENGTH_MISMATCH", 50)
        self._at += size
        return taken

    def number(self, size: int) -> int:
        """The next number."""
        return int.from_bytes(self.take(size))

    def vector(self, size: int) -> bytes:
        """What follows its length in `size` bytes."""
        return self.take(self.number(size))

    def __bool__(self) -> bool:
        return self._at < len(self._data)


def vectors(data: bytes, size: int) -> list[bytes]:
    """A list of byte strings, each after its length."""
    scanner = Scanner(data)
    found = []
    while scanner:
        found.append(scanner.vector(size))
    return found


def message(kind: int, body: bytes) -> bytes:
    """A handshake message."""
    return bytes([kind]) + vector(body, 3)


def extensions(items: dict[int, bytes]) -> bytes:
    """The extensions of a message."""
    return vector(b"".join(kind.to_bytes(2) + vector(data, 2) for kind, data in items.items()), 2)


def read_extensions(data: bytes) -> dict[int, bytes]:
    """The extensions of a message."""
    scanner = Scanner(data)
    found = {}
    while scanner:
        kind = scanner.number(2)
        found[kind] = scanner.vector(2)
    return found


@dataclass
class Hello:
    """A ClientHello or a ServerHello."""

    random: bytes
    suites: list[int]
    session_id: bytes = b""
    extensions: dict[int, bytes] = field(default_factory=dict)

    def client(self) -> bytes:
        """The ClientHello."""
        suites = b"".join(suite.to_bytes(2) for suite in self.suites)
        body = b"\3\3" + self.random + vector(self.session_id, 1) + vector(suites, 2) + b"\1\0"
        return message(CLIENT_HELLO, body + extensions(self.extensions))

    def server(self) -> bytes:
        """The ServerHello."""
        body = b"\3\3" + self.random + vector(self.session_id, 1) + self.suites[0].to_bytes(2) + b"\0"
        return message(SERVER_HELLO, body + extensions(self.extensions))


def read_hello(body: bytes, is_client: bool) -> Hello:
    """Read a hello. Raises Failure."""
    scanner = Scanner(body)
    scanner.take(2)
    random, session_id = scanner.take(32), scanner.vector(1)
    if is_client:
        suites = scanner.vector(2)
        scanner.vector(1)
    else:
        suites = scanner.take(2)
        scanner.take(1)
    numbers = [int.from_bytes(suites[at : at + 2]) for at in range(0, len(suites), 2)]
    return Hello(random, numbers, session_id, read_extensions(scanner.vector(2)) if scanner else {})


def certificate(chain: list[bytes], is_1_3: bool, context: bytes = b"") -> bytes:
    """A Certificate message."""
    entries = b"".join(vector(data, 3) + (b"\0\0" if is_1_3 else b"") for data in chain)
    return message(CERTIFICATE, (vector(context, 1) if is_1_3 else b"") + vector(entries, 3))


def read_certificate(body: bytes, is_1_3: bool) -> list[bytes]:
    """The chain in a Certificate message. Raises Failure."""
    scanner = Scanner(body)
    if is_1_3:
        scanner.vector(1)
    entries = Scanner(scanner.vector(3))
    chain = []
    while entries:
        chain.append(entries.vector(3))
        if is_1_3:
            entries.vector(2)
    return chain
