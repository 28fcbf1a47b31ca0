"""The two sides of the handshake, of TLS 1.3 and of TLS 1.2, as generators that yield while they wait for records.

The flights are those of RFC 8446 and RFC 5246. There is no key exchange: see records.
"""

import hashlib
import os

from . import ciphers, messages
from .constants import CERT_NONE, CERT_REQUIRED, TLS1_2, TLS1_3
from .engine import Engine, Steps, address
from .errors import Failure
from .messages import Hello, Scanner, vector
from .settings import Session

_NO_VERSION = {0x0300: 0x02000000, 0x0301: 0x04000000, 0x0302: 0x10000000, 0x0303: 0x08000000, 0x0304: 0x20000000}
_MIDDLEBOX = 0x100000
_PROTOCOL_VERSION, _HANDSHAKE_FAILURE = 70, 40
# x25519, secp256r1, x448, secp521r1, secp384r1: what OpenSSL offers.
_CURVES = (29, 23, 30, 25, 24)
# Which of the keys that a client named the server takes: a former session's, or a pre-shared one.
_RESUMED, _KNOWN = b"\0\0", b"\0\1"


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
    return hashlib.sha256(label + client.random + server.random).digest()


def _protect(engine: Engine, client: Hello, server: Hello, reading: bool, writing: bool) -> None:
    labels = (b"client", b"server")
    if writing:
        engine.records.protect_writing(_key(client, server, labels[engine.server_side]))
    if reading:
        engine.records.protect_reading(_key(client, server, labels[not engine.server_side]))


def _send_certificate(engine: Engine) -> None:
    chain = engine.settings.chain
    if len(chain) == 1:
        chain = engine.settings.store.complete(chain)
    engine.send_message(messages.certificate(chain, engine.version == TLS1_3))


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
    curves = _CURVES if engine.settings.curve is None else (engine.settings.curve,)
    extensions[messages.GROUPS] = vector(b"".join(curve.to_bytes(2) for curve in curves), 2)
    if engine.settings.post_handshake_auth:
        extensions[messages.POST_HANDSHAKE_AUTH] = b""
    if engine.resume is not None and engine.resume.ticket and engine.resume.version in versions:
        extensions[messages.TICKET] = engine.resume.ticket
    suites = [messages.NULL_1_3] if TLS1_3 in versions else []
    if versions[-1] <= TLS1_2:
        suites += [*engine.settings.suites, messages.NULL_1_2]
    random = os.urandom(32)
    if engine.settings.psk_client is not None:
        extensions[messages.OWN_KEY] = _own_key(engine, random, None) if TLS1_3 in versions else b""
    return Hello(random, suites, os.urandom(32), extensions)


def _own_key(engine: Engine, random: bytes, hint: str | None) -> bytes:
    """The name of a pre-shared key and a proof that this side knows it."""
    assert engine.settings.psk_client is not None
    known = engine.settings.psk_client(hint)
    if known is None:
        return b""
    identity, key = known
    return vector(identity, 2) + _proof(key, random)


def _proof(key: bytes, random: bytes) -> bytes:
    return hashlib.sha256(b"key" + key + random).digest()


def _knows_key(engine: Engine, random: bytes, data: bytes) -> bool:
    """Whether a client knows the pre-shared key. Raises Failure if it says so and doesn't."""
    if engine.settings.psk_server is None or not data:
        return False
    scanner = Scanner(data)
    identity = scanner.vector(2).decode("utf-8", "replace")
    key = engine.settings.psk_server(identity or None)
    if not key:
        raise Failure("PSK_IDENTITY_NOT_FOUND", 115)
    if scanner.take(32) != _proof(key, random):
        raise Failure("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", 20)
    return True


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
    chosen = answer.extensions.get(messages.PRE_SHARED_KEY)
    engine.reused = chosen == _RESUMED
    if engine.reused and engine.resume is not None:
        engine.peer, engine.verified, engine.session = engine.resume.peer, engine.resume.verified, engine.resume
    if version == TLS1_3:
        yield from _client_1_3(engine, hello, answer, chosen is not None)
    else:
        _take_alpn(engine, answer.extensions)
        yield from _client_1_2(engine, hello, answer)
    if engine.session is None:
        engine.session = Session(version, engine.peer, engine.verified)


def _take_alpn(engine: Engine, extensions: dict[int, bytes]) -> None:
    chosen = extensions.get(messages.ALPN)
    if chosen:
        engine.alpn = messages.vectors(Scanner(chosen).vector(2), 1)[0]


def _client_1_3(engine: Engine, hello: Hello, answer: Hello, known: bool) -> Steps:
    _protect(engine, hello, answer, reading=True, writing=False)
    _, body = yield from engine.expect(messages.ENCRYPTED_EXTENSIONS)
    _take_alpn(engine, messages.read_extensions(Scanner(body).vector(2)))
    requested = False
    if not known:
        kind, body = yield from engine.expect(messages.CERTIFICATE_REQUEST, messages.CERTIFICATE)
        if kind == messages.CERTIFICATE_REQUEST:
            requested = True
            _, body = yield from engine.expect(messages.CERTIFICATE)
        engine.check_peer(messages.read_certificate(body, True))
        yield from _expect_proof(engine)
    yield from engine.expect_finished()
    if engine.settings.options & _MIDDLEBOX:
        engine.change_cipher()
    _protect(engine, hello, answer, reading=False, writing=True)
    if requested:
        _send_certificate(engine)
        if engine.settings.chain:
            _send_proof(engine)
    engine.send_finished()


def _client_1_2(engine: Engine, hello: Hello, answer: Hello) -> Steps:
    if engine.reused:
        yield from _end_1_2(engine, hello, answer)
        engine.change_cipher()
        _protect(engine, hello, answer, reading=False, writing=True)
        engine.send_finished()
        return
    kind, body = yield from engine.expect(messages.CERTIFICATE, messages.SERVER_KEY_EXCHANGE)
    with_key = kind == messages.SERVER_KEY_EXCHANGE
    exchange = b""
    if with_key:
        exchange = _own_key(engine, hello.random, body.decode("utf-8", "replace") or None)
    else:
        engine.check_peer(messages.read_certificate(body, False))
        yield from engine.expect(messages.SERVER_KEY_EXCHANGE)
    kind, _ = yield from engine.expect(messages.CERTIFICATE_REQUEST, messages.SERVER_HELLO_DONE)
    requested = kind == messages.CERTIFICATE_REQUEST
    if requested:
        yield from engine.expect(messages.SERVER_HELLO_DONE)
        _send_certificate(engine)
    engine.send_message(messages.message(messages.CLIENT_KEY_EXCHANGE, exchange))
    if requested and engine.settings.chain:
        _send_proof(engine)
    engine.change_cipher()
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


def _check_suites(engine: Engine, hello: Hello, version: int) -> list[int]:
    """The older suites that both sides have, the server's preference first. Raises Failure."""
    common = [number for number in engine.settings.suites if number in hello.suites]
    if version < TLS1_3 and not common:
        raise Failure("NO_SHARED_CIPHER", _HANDSHAKE_FAILURE)
    curves = Scanner(hello.extensions.get(messages.GROUPS, b"\0\0")).vector(2)
    wanted = engine.settings.curve
    if wanted is not None and wanted.to_bytes(2) not in (curves[at : at + 2] for at in range(0, len(curves), 2)):
        raise Failure("NO_SUITABLE_KEY_SHARE" if version == TLS1_3 else "NO_SHARED_CIPHER", _HANDSHAKE_FAILURE)
    return common


def _choose_key(engine: Engine, common: list[int]) -> int:
    """Of a server's certificates the one that the client's suites allow; the suite that is used with it."""
    kinds = [ciphers.everything()[number].facts["auth"].removeprefix("auth-") for number in common]
    settings = engine.settings
    if len(settings.chains) > 1:
        settings.chain = next((settings.chains[kind] for kind in kinds if kind in settings.chains), settings.chain)
    is_curve = settings.chains.get("ecdsa") == settings.chain
    return messages.NULL_ECDSA if is_curve and settings.chain else messages.NULL_RSA


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
    common = _check_suites(engine, hello, version)
    session = _resumed(engine, hello, version)
    offered = hello.extensions.get(messages.OWN_KEY)
    if version == TLS1_3:
        with_key = session is None and _knows_key(engine, hello.random, offered or b"")
    else:
        with_key = session is None and offered is not None and engine.settings.psk_server is not None
        with_key = with_key and ciphers.everything()[common[0]].facts["kea"].endswith("psk")
    if not engine.settings.chain and session is None and not with_key:
        raise Failure("NO_SHARED_CIPHER", _HANDSHAKE_FAILURE)
    engine.version = version
    engine.suite = messages.NULL_1_3 if version == TLS1_3 else _choose_key(engine, common)
    answer = Hello(os.urandom(32), [engine.suite], hello.session_id)
    if version != TLS1_2:
        answer.extensions[messages.VERSIONS] = version.to_bytes(2)
    if session is not None:
        engine.reused, engine.peer, engine.verified = True, session.peer, session.verified
        engine.session = session
        answer.extensions[messages.PRE_SHARED_KEY] = _RESUMED
    elif with_key and version == TLS1_3:
        answer.extensions[messages.PRE_SHARED_KEY] = _KNOWN
    if version == TLS1_3:
        yield from _server_1_3(engine, hello, answer, alpn)
    else:
        answer.extensions.update(alpn)
        yield from _server_1_2(engine, hello, answer, with_key)


def _server_1_3(engine: Engine, hello: Hello, answer: Hello, alpn: dict[int, bytes]) -> Steps:
    engine.send_message(answer.server())
    engine.records.version = engine.version
    if engine.settings.options & _MIDDLEBOX:
        engine.change_cipher()
    _protect(engine, hello, answer, reading=False, writing=True)
    engine.send_message(messages.message(messages.ENCRYPTED_EXTENSIONS, messages.extensions(alpn)))
    known = messages.PRE_SHARED_KEY in answer.extensions
    requested = engine.settings.verify_mode != CERT_NONE and not known
    requested = requested and not (engine.settings.post_handshake_auth and engine.peer_allows_request)
    if requested:
        engine.send_message(messages.message(messages.CERTIFICATE_REQUEST, b"\0\0\0"))
    if not known:
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


def _server_1_2(engine: Engine, hello: Hello, answer: Hello, with_key: bool) -> Steps:
    engine.records.version = engine.version
    if engine.reused:
        engine.send_message(answer.server())
        engine.change_cipher()
        _protect(engine, hello, answer, reading=False, writing=True)
        engine.send_finished()
        yield
        yield from _end_1_2(engine, hello, answer)
        return
    answer.extensions[messages.TICKET] = b""
    engine.send_message(answer.server())
    if not with_key:
        _send_certificate(engine)
    exchange = engine.settings.psk_hint if with_key else b"\3\0\x17\0"
    engine.send_message(messages.message(messages.SERVER_KEY_EXCHANGE, exchange))
    requested = engine.settings.verify_mode != CERT_NONE and not with_key
    if requested:
        engine.send_message(messages.message(messages.CERTIFICATE_REQUEST, b"\0\0\0"))
    engine.send_message(messages.message(messages.SERVER_HELLO_DONE, b""))
    yield
    if requested:
        yield from _client_certificate(engine)
    else:
        _, body = yield from engine.expect(messages.CLIENT_KEY_EXCHANGE)
        if with_key and not _knows_key(engine, hello.random, body):
            raise Failure("PSK_IDENTITY_NOT_FOUND", 115)
    yield from _end_1_2(engine, hello, answer)
    engine.session = Session(engine.version, engine.peer, engine.verified)
    ticket = engine.settings.keep(engine.session)
    engine.send_message(messages.message(messages.NEW_SESSION_TICKET, ticket))
    engine.change_cipher()
    _protect(engine, hello, answer, reading=False, writing=True)
    engine.send_finished()
