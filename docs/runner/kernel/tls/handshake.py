"""The handshake: its messages, and both sides of it as generators that yield while they wait for records.

Messages and flights are those of RFC 8446 (TLS 1.3), section 4, without those that exchange keys and prove their
possession: there are no keys, see records.
"""

import os

from .constants import CERT_NONE, CERT_REQUIRED, TLS1_3
from .engine import Engine, Steps
from .errors import Failure
from .verify import address

# The offered cipher suites, best first, with OpenSSL's description: name, key bits, encryption elsewhere.
SUITES = {
    0x1302: ("TLS_AES_256_GCM_SHA384", 256, "AESGCM(256)", "aes-256-gcm"),
    0x1303: ("TLS_CHACHA20_POLY1305_SHA256", 256, "CHACHA20/POLY1305(256)", "chacha20-poly1305"),
    0x1301: ("TLS_AES_128_GCM_SHA256", 128, "AESGCM(128)", "aes-128-gcm"),
}
_CLIENT_HELLO, _SERVER_HELLO, _ENCRYPTED_EXTENSIONS, _CERTIFICATE, _CERTIFICATE_REQUEST, _FINISHED = 1, 2, 8, 11, 13, 20
_SERVER_NAME, _ALPN, _VERSIONS = 0, 16, 43
_HANDSHAKE_FAILURE, _PROTOCOL_VERSION, _CERTIFICATE_REQUIRED = 40, 70, 116
_VERSION = TLS1_3.to_bytes(2)


class _Scanner:
    """Reads a message from the front. Raises Failure if it is too short."""

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
        """A vector, whose length precedes it in `size` bytes."""
        return self.take(int.from_bytes(self.take(size)))

    def __bool__(self) -> bool:
        return self._at < len(self._data)


def _vector(data: bytes, size: int) -> bytes:
    return len(data).to_bytes(size) + data


def _vectors(data: bytes, size: int) -> list[bytes]:
    scanner, found = _Scanner(data), []
    while scanner:
        found.append(scanner.vector(size))
    return found


def _extensions(items: dict[int, bytes]) -> bytes:
    return _vector(b"".join(kind.to_bytes(2) + _vector(data, 2) for kind, data in items.items()), 2)


def _read_extensions(data: bytes) -> dict[int, bytes]:
    scanner, found = _Scanner(data), {}
    while scanner:
        kind = int.from_bytes(scanner.take(2))
        found[kind] = scanner.vector(2)
    return found


def _hello(session: bytes, choice: bytes, extensions: dict[int, bytes]) -> bytes:
    return b"\3\3" + os.urandom(32) + _vector(session, 1) + choice + b"\0" + _extensions(extensions)


def _read_hello(body: bytes, is_client: bool) -> tuple[bytes, list[int], dict[int, bytes]]:
    """The session's identifier, cipher suites, extensions."""
    scanner = _Scanner(body)
    scanner.take(34)
    session = scanner.vector(1)
    suites = scanner.vector(2) if is_client else scanner.take(2)
    scanner.take(scanner.take(1)[0] if is_client else 1)  # compression methods
    numbers = [int.from_bytes(suites[at : at + 2]) for at in range(0, len(suites), 2)]
    return session, numbers, _read_extensions(scanner.vector(2)) if scanner else {}


def _send_certificate(engine: Engine) -> None:
    entries = b"".join(_vector(data, 3) + b"\0\0" for data in engine.settings.chain)
    engine.send(_CERTIFICATE, b"\0" + _vector(entries, 3))


def _read_certificate(body: bytes) -> list[bytes]:
    entries, chain = _Scanner(_Scanner(body[1:]).vector(3)), []
    while entries:
        chain.append(entries.vector(3))
        entries.vector(2)
    return chain


def client(engine: Engine) -> Steps:
    """The client's side."""
    settings, host = engine.settings, engine.host
    extensions = {_VERSIONS: _vector(_VERSION, 1)}
    if host and not address(host):
        extensions[_SERVER_NAME] = _vector(b"\0" + _vector(host.encode("ascii"), 2), 2)
    if settings.alpn:
        extensions[_ALPN] = _vector(settings.alpn, 2)
    suites = b"".join(suite.to_bytes(2) for suite in SUITES)
    engine.send(_CLIENT_HELLO, _hello(os.urandom(32), _vector(suites, 2) + b"\1", extensions))
    _, body = yield from engine.expect(_SERVER_HELLO)
    _, engine.suites, extensions = _read_hello(body, is_client=False)
    if extensions.get(_VERSIONS) != _VERSION:
        raise Failure("UNSUPPORTED_PROTOCOL", _PROTOCOL_VERSION)
    _, body = yield from engine.expect(_ENCRYPTED_EXTENSIONS)
    if chosen := _read_extensions(_Scanner(body).vector(2)).get(_ALPN):
        engine.alpn = _vectors(_Scanner(chosen).vector(2), 1)[0]
    kind, body = yield from engine.expect(_CERTIFICATE_REQUEST, _CERTIFICATE)
    if kind == _CERTIFICATE_REQUEST:
        _, body = yield from engine.expect(_CERTIFICATE)
    engine.check_peer(_read_certificate(body))
    yield from engine.expect(_FINISHED)
    if kind == _CERTIFICATE_REQUEST:
        _send_certificate(engine)
    engine.send(_FINISHED, bytes(32))


def server(engine: Engine) -> Steps:
    """The server's side."""
    settings = engine.settings
    _, body = yield from engine.expect(_CLIENT_HELLO)
    session, suites, extensions = _read_hello(body, is_client=True)
    if _VERSION not in _Scanner(extensions.get(_VERSIONS, b"\0")).vector(1):
        raise Failure("UNSUPPORTED_PROTOCOL", _PROTOCOL_VERSION)
    if name := extensions.get(_SERVER_NAME):
        engine.server_name = _Scanner(name[3:]).vector(2).decode("ascii", "replace")
    alert = engine.on_server_name(engine.server_name)
    if alert is not None:
        raise Failure("CALLBACK_FAILED", alert)
    engine.suites = [suite for suite in SUITES if suite in suites]
    if not settings.chain or not engine.suites:
        raise Failure("NO_SHARED_CIPHER", _HANDSHAKE_FAILURE)
    offered = _vectors(_Scanner(extensions.get(_ALPN, b"\0\0")).vector(2), 1)
    engine.alpn = next((name for name in _vectors(settings.alpn, 1) if name in offered), None)
    engine.send(_SERVER_HELLO, _hello(session, engine.suites[0].to_bytes(2), {_VERSIONS: _VERSION}))
    chosen = {} if engine.alpn is None else {_ALPN: _vector(_vector(engine.alpn, 1), 2)}
    engine.send(_ENCRYPTED_EXTENSIONS, _extensions(chosen))
    if settings.verify_mode != CERT_NONE:
        engine.send(_CERTIFICATE_REQUEST, b"\0\0\0")
    _send_certificate(engine)
    engine.send(_FINISHED, bytes(32))
    if settings.verify_mode != CERT_NONE:
        _, body = yield from engine.expect(_CERTIFICATE)
        chain = _read_certificate(body)
        if not chain and settings.verify_mode == CERT_REQUIRED:
            raise Failure("PEER_DID_NOT_RETURN_A_CERTIFICATE", _CERTIFICATE_REQUIRED)
        engine.check_peer(chain)
    yield from engine.expect(_FINISHED)
