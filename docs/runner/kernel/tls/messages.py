"""Messages of the handshake: how they are written and read.

Source: RFC 8446 section 4.
"""

from dataclasses import dataclass, field

from .errors import Failure

CLIENT_HELLO, SERVER_HELLO, ENCRYPTED_EXTENSIONS, CERTIFICATE, CERTIFICATE_REQUEST, FINISHED = 1, 2, 8, 11, 13, 20
SERVER_NAME, ALPN, VERSIONS = 0, 16, 43


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

    def vector(self, size: int) -> bytes:
        """What follows its length in `size` bytes."""
        return self.take(int.from_bytes(self.take(size)))

    def __bool__(self) -> bool:
        return self._at < len(self._data)


def vectors(data: bytes, size: int) -> list[bytes]:
    """A list of byte strings, each after its length."""
    scanner = Scanner(data)
    found = []
    while scanner:
        found.append(scanner.vector(size))
    return found


def numbers(data: bytes) -> list[int]:
    """A list of numbers of two bytes."""
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]


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
        kind = int.from_bytes(scanner.take(2))
        found[kind] = scanner.vector(2)
    return found


@dataclass
class Hello:
    """A ClientHello with the suites that the client has, or a ServerHello with the one that the server chose."""

    random: bytes
    suites: list[int]
    extensions: dict[int, bytes] = field(default_factory=dict)
    session_id: bytes = b""

    def data(self, is_client: bool) -> bytes:
        """The message."""
        suites = b"".join(suite.to_bytes(2) for suite in self.suites)
        chosen = vector(suites, 2) + b"\1\0" if is_client else suites + b"\0"
        body = b"\3\3" + self.random + vector(self.session_id, 1) + chosen + extensions(self.extensions)
        return message(CLIENT_HELLO if is_client else SERVER_HELLO, body)


def read_hello(body: bytes, is_client: bool) -> Hello:
    """Read a hello. Raises Failure."""
    scanner = Scanner(body)
    scanner.take(2)
    random, session_id = scanner.take(32), scanner.vector(1)
    suites = numbers(scanner.vector(2) if is_client else scanner.take(2))
    scanner.take(scanner.take(1)[0] if is_client else 1)  # how to compress
    return Hello(random, suites, read_extensions(scanner.vector(2)) if scanner else {}, session_id)


def certificate(chain: list[bytes]) -> bytes:
    """A Certificate message."""
    return message(CERTIFICATE, b"\0" + vector(b"".join(vector(data, 3) + b"\0\0" for data in chain), 3))


def read_certificate(body: bytes) -> list[bytes]:
    """The chain in a Certificate message, each in DER. Raises Failure."""
    scanner = Scanner(body)
    scanner.vector(1)
    entries = Scanner(scanner.vector(3))
    chain = []
    while entries:
        chain.append(entries.vector(3))
        entries.vector(2)
    return chain
