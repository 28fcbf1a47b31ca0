"""The two sides of the handshake, as generators that yield while they wait for records.

The flights are those of RFC 8446 (TLS 1.3), without what exchanges keys and proves that they are held: see records.
"""

import hashlib
import os

from . import messages
from .constants import CERT_NONE, CERT_REQUIRED, TLS1_3
from .engine import Engine, Steps, address
from .errors import Failure
from .messages import Hello, Scanner, vector

# What each side offers, the best first, and OpenSSL's words for it: name, key bits, how data are encrypted elsewhere.
SUITES = {
    0x1302: ("TLS_AES_256_GCM_SHA384", 256, "AESGCM(256)", "aes-256-gcm"),
    0x1303: ("TLS_CHACHA20_POLY1305_SHA256", 256, "CHACHA20/POLY1305(256)", "chacha20-poly1305"),
    0x1301: ("TLS_AES_128_GCM_SHA256", 128, "AESGCM(128)", "aes-128-gcm"),
}
_HANDSHAKE_FAILURE, _PROTOCOL_VERSION, _CERTIFICATE_REQUIRED = 40, 70, 116


def _key(client: Hello, server: Hello, of_server: bool) -> bytes:
    return hashlib.sha256((b"server" if of_server else b"client") + client.random + server.random).digest()


def _check_version(offered: list[int]) -> None:
    if TLS1_3 not in offered:
        raise Failure("UNSUPPORTED_PROTOCOL", _PROTOCOL_VERSION)


def client(engine: Engine) -> Steps:
    """The client's side."""
    settings = engine.settings
    hello = Hello(os.urandom(32), list(SUITES), {messages.VERSIONS: vector(TLS1_3.to_bytes(2), 1)}, os.urandom(32))
    if engine.host and not address(engine.host):
        hello.extensions[messages.SERVER_NAME] = vector(b"\0" + vector(engine.host.encode("ascii"), 2), 2)
    if settings.alpn:
        hello.extensions[messages.ALPN] = vector(b"".join(vector(name, 1) for name in settings.alpn), 2)
    engine.send_message(hello.data(is_client=True))
    _, body = yield from engine.expect(messages.SERVER_HELLO)
    answer = messages.read_hello(body, is_client=False)
    _check_version(messages.numbers(answer.extensions.get(messages.VERSIONS, b"")))
    engine.suites = answer.suites
    engine.records.reading = _key(hello, answer, of_server=True)
    _, body = yield from engine.expect(messages.ENCRYPTED_EXTENSIONS)
    if chosen := messages.read_extensions(Scanner(body).vector(2)).get(messages.ALPN):
        engine.alpn = messages.vectors(Scanner(chosen).vector(2), 1)[0]
    kind, body = yield from engine.expect(messages.CERTIFICATE_REQUEST, messages.CERTIFICATE)
    requested = kind == messages.CERTIFICATE_REQUEST
    if requested:
        _, body = yield from engine.expect(messages.CERTIFICATE)
    engine.check_peer(messages.read_certificate(body))
    yield from engine.expect_finished()
    engine.records.writing = _key(hello, answer, of_server=False)
    if requested:
        engine.send_message(messages.certificate(settings.chain))
    engine.send_finished()


def server(engine: Engine) -> Steps:
    """The server's side."""
    _, body = yield from engine.expect(messages.CLIENT_HELLO)
    hello = messages.read_hello(body, is_client=True)
    _check_version(messages.numbers(Scanner(hello.extensions.get(messages.VERSIONS, b"\0")).vector(1)))
    _take_server_name(engine, hello)
    if not engine.settings.chain:
        raise Failure("NO_SHARED_CIPHER", _HANDSHAKE_FAILURE)
    engine.suites = [suite for suite in SUITES if suite in hello.suites]
    answer = Hello(os.urandom(32), engine.suites[:1], {messages.VERSIONS: TLS1_3.to_bytes(2)}, hello.session_id)
    engine.send_message(answer.data(is_client=False))
    engine.records.writing = _key(hello, answer, of_server=True)
    engine.send_message(
        messages.message(messages.ENCRYPTED_EXTENSIONS, messages.extensions(_choose_alpn(engine, hello)))
    )
    requested = engine.settings.verify_mode != CERT_NONE
    if requested:
        engine.send_message(messages.message(messages.CERTIFICATE_REQUEST, b"\0\0\0"))
    engine.send_message(messages.certificate(engine.settings.chain))
    engine.send_finished()
    engine.records.reading = _key(hello, answer, of_server=False)
    if requested:
        _, body = yield from engine.expect(messages.CERTIFICATE)
        chain = messages.read_certificate(body)
        if not chain and engine.settings.verify_mode == CERT_REQUIRED:
            raise Failure("PEER_DID_NOT_RETURN_A_CERTIFICATE", _CERTIFICATE_REQUIRED)
        engine.check_peer(chain)
    yield from engine.expect_finished()


def _take_server_name(engine: Engine, hello: Hello) -> None:
    if name := hello.extensions.get(messages.SERVER_NAME):
        scanner = Scanner(Scanner(name).vector(2))
        scanner.take(1)
        engine.server_name = scanner.vector(2).decode("ascii", "replace")
    alert = engine.on_server_name(engine.server_name)
    if alert is not None:
        raise Failure("CALLBACK_FAILED", alert)


def _choose_alpn(engine: Engine, hello: Hello) -> dict[int, bytes]:
    offered = messages.vectors(Scanner(hello.extensions.get(messages.ALPN, b"\0\0")).vector(2), 1)
    engine.alpn = next((name for name in engine.settings.alpn if name in offered), None)
    return {} if engine.alpn is None else {messages.ALPN: vector(vector(engine.alpn, 1), 2)}
