"""The two sides of the handshake, of TLS 1.3 and of TLS 1.2, as generators that yield while they wait for records.

The flights are those of RFC 8446 and RFC 5246. There is no key exchange: see tls_records.
"""

import os

from . import tls_messages as messages
from .tls_engine import CERT_NONE, CERT_REQUIRED, Engine, Session, Steps, address
from .tls_errors import Failure
from .tls_messages import Hello, Scanner, vector
from .tls_records import TLS1_2, TLS1_3

_NO_VERSION = {0x0300: 0x02000000, 0x0301: 0x04000000, 0x0302: 0x10000000, 0x0303: 0x08000000, 0x0304: 0x20000000}
_NO_TICKET, _MIDDLEBOX = 0x4000, 0x100000
_CALLBACK_ALERT, _PROTOCOL_VERSION, _HANDSHAKE_FAILURE = 112, 70, 40


def _versions(engine: Engine) -> list[int]:
    """What this side speaks, the newest first."""
    lowest, highest = engine.settings.versions
    options = engine.settings.options
    return [
        version
        for version in sorted(_NO_VERSION, reverse=True)
        if lowest <= version <= highest and not options & _NO_VERSION[version]
    ]


def _key(client: Hello, server: Hello, label: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(label + client.random + server.random).digest()


def _protect(engine: Engine, client: Hello, server: Hello, reading: bool, writing: bool) -> None:
    labels = (b"client", b"server")
    if writing:
        engine.records.protect_writing(_key(client, server, labels[engine.server_side]))
    if reading:
        engine.records.protect_reading(_key(client, server, labels[not engine.server_side]))


def _send_certificate(engine: Engine) -> None:
    is_1_3 = engine.version == TLS1_3
    chain = engine.settings.chain
    engine.send_message(messages.certificate(chain, is_1_3))


def _send_proof(engine: Engine) -> None:
    """CertificateVerify, with a digest in the place of a signature."""
    proof = engine.summary(b"certificate verify")
    engine.send_message(messages.message(messages.CERTIFICATE_VERIFY, b"\x08\x04" + vector(proof, 2)))


def _expect_proof(engine: Engine) -> Steps:
    expected = engine.summary(b"certificate verify")
    _, body = yield from engine.expect(messages.CERTIFICATE_VERIFY)
    if body[4:] != expected:
        raise Failure("BAD_SIGNATURE", 51)


# The client


def _client_hello(engine: Engine, versions: list[int]) -> Hello:
    extensions: dict[int, bytes] = {}
    if engine.host and not address(engine.host):
        extensions[messages.SERVER_NAME] = vector(b"\0" + vector(engine.host.encode("ascii"), 2), 2)
    if engine.settings.alpn:
        names = b"".join(vector(name, 1) for name in engine.settings.alpn)
        extensions[messages.ALPN] = vector(names, 2)
    extensions[messages.VERSIONS] = vector(b"".join(version.to_bytes(2) for version in versions), 1)
    if engine.settings.post_handshake_auth:
        extensions[messages.POST_HANDSHAKE_AUTH] = b""
    if engine.resume is not None and engine.resume.ticket and engine.resume.version in versions:
        extensions[messages.TICKET] = engine.resume.ticket
    suites = [messages.NULL_1_3] if TLS1_3 in versions else []
    if versions[-1] <= TLS1_2:
        suites += [*engine.settings.suites, messages.NULL_1_2]
    return Hello(os.urandom(32), suites, os.urandom(32), extensions)


def client(engine: Engine) -> Steps:
    """The client's side."""
    versions = _versions(engine)
    if not versions:
        raise Failure("NO_PROTOCOLS_AVAILABLE")
    hello = _client_hello(engine, versions)
    engine.send_message(hello.client())
    yield
    _, body = yield from engine.expect(messages.SERVER_HELLO)
    answer = messages.read_hello(body, is_client=False)
    version = int.from_bytes(answer.extensions.get(messages.VERSIONS, b"\3\3"))
    if version not in versions:
        raise Failure("UNSUPPORTED_PROTOCOL", _PROTOCOL_VERSION)
    engine.version = engine.records.version = version
    engine.suite = answer.suites[0]
    engine.reused = messages.PRE_SHARED_KEY in answer.extensions
    if engine.reused and engine.resume is not None:
        engine.peer, engine.verified, engine.session = engine.resume.peer, engine.resume.verified, engine.resume
    if version == TLS1_3:
        yield from _client_1_3(engine, hello, answer)
    else:
        _take_alpn(engine, answer.extensions)
        yield from _client_1_2(engine, hello, answer)
    if engine.session is None:
        engine.session = Session(version, engine.peer, engine.verified)


def _take_alpn(engine: Engine, extensions: dict[int, bytes]) -> None:
    chosen = extensions.get(messages.ALPN)
    if chosen:
        engine.alpn = messages.vectors(Scanner(chosen).vector(2), 1)[0]


def _client_1_3(engine: Engine, hello: Hello, answer: Hello) -> Steps:
    _protect(engine, hello, answer, reading=True, writing=False)
    _, body = yield from engine.expect(messages.ENCRYPTED_EXTENSIONS)
    _take_alpn(engine, messages.read_extensions(Scanner(body).vector(2)))
    requested = False
    if not engine.reused:
        kind, body = yield from engine.expect(messages.CERTIFICATE_REQUEST, messages.CERTIFICATE)
        if kind == messages.CERTIFICATE_REQUEST:
            requested = True
            _, body = yield from engine.expect(messages.CERTIFICATE)
        engine.check_peer(messages.read_certificate(body, True))
        yield from _expect_proof(engine)
    yield from engine.expect_finished()
    if engine.settings.options & _MIDDLEBOX:
        engine.records.change_cipher()
    _protect(engine, hello, answer, reading=False, writing=True)
    if requested:
        _send_certificate(engine)
        if engine.settings.chain:
            _send_proof(engine)
    engine.send_finished()


def _client_1_2(engine: Engine, hello: Hello, answer: Hello) -> Steps:
    if engine.reused:
        yield from _end_1_2(engine, hello, answer)
        engine.records.change_cipher()
        _protect(engine, hello, answer, reading=False, writing=True)
        engine.send_finished()
        return
    _, body = yield from engine.expect(messages.CERTIFICATE)
    engine.check_peer(messages.read_certificate(body, False))
    kind, _ = yield from engine.expect(messages.CERTIFICATE_REQUEST, messages.SERVER_HELLO_DONE)
    requested = kind == messages.CERTIFICATE_REQUEST
    if requested:
        yield from engine.expect(messages.SERVER_HELLO_DONE)
        _send_certificate(engine)
    engine.send_message(messages.message(messages.CLIENT_KEY_EXCHANGE, b""))
    if requested and engine.settings.chain:
        _send_proof(engine)
    engine.records.change_cipher()
    _protect(engine, hello, answer, reading=False, writing=True)
    engine.send_finished()
    if messages.TICKET in answer.extensions:
        _, body = yield from engine.expect(messages.NEW_SESSION_TICKET)
        engine.take_ticket(body)
    yield from _end_1_2(engine, hello, answer)


def _end_1_2(engine: Engine, hello: Hello, answer: Hello) -> Steps:
    yield from engine.expect_change()
    _protect(engine, hello, answer, reading=True, writing=False)
    yield from engine.expect_finished()


# The server


def _choose_version(engine: Engine, hello: Hello) -> int:
    own = _versions(engine)
    if not own:
        raise Failure("NO_PROTOCOLS_AVAILABLE", _PROTOCOL_VERSION)
    offered = Scanner(hello.extensions.get(messages.VERSIONS, b"\2\3\3")).vector(1)
    theirs = {int.from_bytes(offered[at : at + 2]) for at in range(0, len(offered), 2)}
    both = [version for version in own if version in theirs]
    if not both:
        raise Failure("UNSUPPORTED_PROTOCOL", _PROTOCOL_VERSION)
    return both[0]


def _server_name(engine: Engine, hello: Hello) -> None:
    name = hello.extensions.get(messages.SERVER_NAME)
    if name:
        scanner = Scanner(Scanner(name).vector(2))
        scanner.take(1)
        engine.server_name = scanner.vector(2).decode("ascii", "replace")
    alert = engine.on_server_name(engine.server_name)
    if alert is not None:
        raise Failure("CALLBACK_FAILED", alert)


def _choose_alpn(engine: Engine, hello: Hello) -> dict[int, bytes]:
    offered = hello.extensions.get(messages.ALPN)
    if not offered:
        return {}
    theirs = messages.vectors(Scanner(offered).vector(2), 1)
    engine.alpn = next((name for name in engine.settings.alpn if name in theirs), None)
    return {} if engine.alpn is None else {messages.ALPN: vector(vector(engine.alpn, 1), 2)}


def _resumed(engine: Engine, hello: Hello, version: int) -> Session | None:
    ticket = hello.extensions.get(messages.TICKET)
    if not ticket:
        return None
    session = engine.settings.sessions.get(ticket)
    if session is None or session.version != version:
        engine.settings.count("misses")
        return None
    engine.settings.count("hits")
    return session


def server(engine: Engine) -> Steps:
    """The server's side."""
    _, body = yield from engine.expect(messages.CLIENT_HELLO)
    hello = messages.read_hello(body, is_client=True)
    engine.records.version = TLS1_2
    version = _choose_version(engine, hello)
    engine.peer_allows_request = messages.POST_HANDSHAKE_AUTH in hello.extensions
    engine.peer_suites = hello.suites
    _server_name(engine, hello)
    alpn = _choose_alpn(engine, hello)
    if version < TLS1_3 and not set(hello.suites) & set(engine.settings.suites):
        raise Failure("NO_SHARED_CIPHER", _HANDSHAKE_FAILURE)
    session = _resumed(engine, hello, version)
    if not engine.settings.chain and session is None:
        raise Failure("NO_SHARED_CIPHER", _HANDSHAKE_FAILURE)
    engine.version = version
    engine.suite = messages.NULL_1_3 if version == TLS1_3 else messages.NULL_1_2
    answer = Hello(os.urandom(32), [engine.suite], hello.session_id)
    if version != TLS1_2:
        answer.extensions[messages.VERSIONS] = version.to_bytes(2)
    if session is not None:
        engine.reused, engine.peer, engine.verified = True, session.peer, session.verified
        engine.session = session
        answer.extensions[messages.PRE_SHARED_KEY] = b"\0\0"
    if version == TLS1_3:
        yield from _server_1_3(engine, hello, answer, alpn)
    else:
        answer.extensions.update(alpn)
        yield from _server_1_2(engine, hello, answer)


def _server_1_3(engine: Engine, hello: Hello, answer: Hello, alpn: dict[int, bytes]) -> Steps:
    engine.send_message(answer.server())
    engine.records.version = engine.version
    if engine.settings.options & _MIDDLEBOX:
        engine.records.change_cipher()
    _protect(engine, hello, answer, reading=False, writing=True)
    engine.send_message(messages.message(messages.ENCRYPTED_EXTENSIONS, messages.extensions(alpn)))
    requested = engine.settings.verify_mode != CERT_NONE and not engine.reused
    requested = requested and not (engine.settings.post_handshake_auth and engine.peer_allows_request)
    if requested:
        engine.send_message(messages.message(messages.CERTIFICATE_REQUEST, b"\0\0\0"))
    if not engine.reused:
        _send_certificate(engine)
        _send_proof(engine)
    engine.send_finished()
    yield
    _protect(engine, hello, answer, reading=True, writing=False)
    if requested:
        yield from _client_certificate(engine)
    yield from engine.expect_finished()
    session = Session(engine.version, engine.peer, engine.verified)
    engine.session = engine.session or session
    for _ in range(engine.settings.tickets):
        ticket = engine.settings.keep(session)
        engine.send_message(messages.message(messages.NEW_SESSION_TICKET, ticket))


def _client_certificate(engine: Engine) -> Steps:
    _, body = yield from engine.expect(messages.CERTIFICATE)
    chain = messages.read_certificate(body, engine.version == TLS1_3)
    if not chain and engine.settings.verify_mode == CERT_REQUIRED:
        alert = 116 if engine.version == TLS1_3 else _HANDSHAKE_FAILURE
        raise Failure("PEER_DID_NOT_RETURN_A_CERTIFICATE", alert)
    engine.check_peer(chain)
    if engine.version != TLS1_3:
        yield from engine.expect(messages.CLIENT_KEY_EXCHANGE)
    if chain:
        yield from _expect_proof(engine)


def _server_1_2(engine: Engine, hello: Hello, answer: Hello) -> Steps:
    engine.records.version = engine.version
    if engine.reused:
        engine.send_message(answer.server())
        engine.records.change_cipher()
        _protect(engine, hello, answer, reading=False, writing=True)
        engine.send_finished()
        yield
        yield from _end_1_2(engine, hello, answer)
        return
    answer.extensions[messages.TICKET] = b""
    engine.send_message(answer.server())
    _send_certificate(engine)
    requested = engine.settings.verify_mode != CERT_NONE
    if requested:
        engine.send_message(messages.message(messages.CERTIFICATE_REQUEST, b"\0\0\0"))
    engine.send_message(messages.message(messages.SERVER_HELLO_DONE, b""))
    yield
    if requested:
        yield from _client_certificate(engine)
    else:
        yield from engine.expect(messages.CLIENT_KEY_EXCHANGE)
    yield from _end_1_2(engine, hello, answer)
    engine.session = Session(engine.version, engine.peer, engine.verified)
    ticket = engine.settings.keep(engine.session)
    engine.send_message(messages.message(messages.NEW_SESSION_TICKET, ticket))
    engine.records.change_cipher()
    _protect(engine, hello, answer, reading=False, writing=True)
    engine.send_finished()
