"""TLS without sockets: certificates, their verification, records, both sides of a session."""

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from kernel.tls import authority, constants, context, der, handshake, loading, signature, verify
from kernel.tls.buffers import Buffers, MemoryBIO
from kernel.tls.certificate import X509
from kernel.tls.engine import Engine
from kernel.tls.errors import Closed, Failure, SSLError, WantRead
from kernel.tls.gateway_session import ServerSide
from kernel.tls.store import Settings, Store

PAGE = Path(__file__).parents[2] / "snippets" / "learn" / "network" / "https_page.py"
PEM = PAGE.read_text(encoding="utf-8").partition('PEM = """\\\n')[2].partition('"""')[0]
RSA = """\
-----BEGIN CERTIFICATE-----
MIIB+jCCAWOgAwIBAgIUDSWWn7uQLPMm0kTnyXjsdFRifhYwDQYJKoZIhvcNAQEN
BQAwDjEMMAoGA1UEAwwDcnNhMCAXDTI2MTEyNzA0Mjg1NloYDzIxMjYxMTAzMDQy
ODU2WjAOMQwwCgYDVQQDDANyc2EwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB
AOGFGN/pjZqif2Cwd8N+ASB/8ztTwAQyW6h0/QbdEmibCw6qVT0YXcQivBIXB1KA
ncvZfET45Z3mw+FITpQUIgOQRAc/T0L6MoYSRd7d8bO5PiZvT78dQZLGlcDmsv18
asR10TynHNKAUuzbiOMRfI5CWIOV6P+dfeGwapBkAuL7AgMBAAGjUzBRMB0GA1Ud
DgQWBBS7pfvpoFKWXAQdpxu+PgxdhgNGrjAfBgNVHSMEGDAWgBS7pfvpoFKWXAQd
pxu+PgxdhgNGrjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBDQUAA4GBAEzu
7OgQpe273l/nwsLrgBg9TVgVg9oIusazoP5O7j1V6OZI9m2tmOD17EHtReYlcrfv
bLcorl5FpZQcvrBsj5755wO4dOEEaFaKRMPoNNFClDgmN/RiRf6g1ACsp7UD2CNE
EvqtU+1GQjWFbE/IXyaShRPuC7BRyegkdRGGAkTn
-----END CERTIFICATE-----
"""
CHAIN = loading.certificates(PEM)


class Pair:
    """A client and a server that talk to each other."""

    def __init__(self, client: Settings, server: Settings, host: str | None = None) -> None:
        self.boxes = MemoryBIO(), MemoryBIO()
        below = [Buffers(box, MemoryBIO()).read for box in self.boxes]
        self.client = Engine(client, below[0], handshake.client, server_side=False, host=host)
        self.server = Engine(server, below[1], handshake.server, server_side=True)

    def pump(self) -> None:
        """Carry what each has to say to the other."""
        for engine, box in ((self.client, self.boxes[1]), (self.server, self.boxes[0])):
            box.write(engine.records.outgoing)
            engine.records.outgoing.clear()

    def shake_hands(self) -> "Pair":
        """Until both are done."""
        for _ in range(4):
            for engine in (self.client, self.server):
                try:
                    engine.handshake()
                except WantRead:
                    pass
                finally:
                    self.pump()
        return self


def trusting(*certificates: bytes, **settings: object) -> Settings:
    """A client's settings, with authorities."""
    store = Store()
    for certificate in certificates:
        store.add(certificate)
    made = Settings(verify_mode=constants.CERT_REQUIRED, check_hostname=True, store=store)
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def serving(**settings: object) -> Settings:
    """A server's settings."""
    made = Settings(chain=list(CHAIN))
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def test_both_sides_talk() -> None:
    """In records of 16 KiB at most, to an orderly end."""
    pair = Pair(trusting(*CHAIN), serving(), "127.0.0.1").shake_hands()
    assert pair.client.suites == pair.server.suites[:1] == [0x1302]
    assert pair.client.write(memoryview(bytes(20_000))) == 16384
    pair.pump()
    assert len(pair.server.read(30_000)) == 16384
    assert pair.client.close() is False
    pair.pump()
    with pytest.raises(Closed):
        pair.server.read(1)
    assert pair.server.close() is True
    pair.pump()
    assert pair.client.close() is True


@pytest.mark.parametrize(
    ("host", "authorities", "code", "heard"),
    [
        ("127.0.0.1", [], 18, "TLSV1_ALERT_UNKNOWN_CA"),
        ("127.0.0.2", CHAIN, 64, "SSLV3_ALERT_BAD_CERTIFICATE"),
        ("localhost", CHAIN, 62, "SSLV3_ALERT_BAD_CERTIFICATE"),
    ],
)
def test_a_client_refuses_and_the_server_hears_why(host: str, authorities: list[bytes], code: int, heard: str) -> None:
    """By an alert."""
    pair = Pair(trusting(*authorities), serving(), host)
    with pytest.raises(Failure) as caught:
        pair.shake_hands()
    assert caught.value.verify_code == code
    with pytest.raises(Failure) as caught:
        pair.server.handshake()
    assert caught.value.reason == heard


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "HTTP_REQUEST"),
        (b"CONNECT a:1 HTTP/1.1\r\n", "HTTPS_PROXY_REQUEST"),
        (b"SSH-2.0-OpenSSH\r\n", "WRONG_VERSION_NUMBER"),
        (b"\x16\x03\x01\x00\x04\x01\x00\x00\x00", "LENGTH_TOO_SHORT"),
        (b"\x17\x03\x03\x00\x02\x01\x01", "UNEXPECTED_MESSAGE"),
    ],
)
def test_what_is_no_client(data: bytes, reason: str) -> None:
    """As OpenSSL says it."""
    pair = Pair(trusting(), serving())
    pair.boxes[1].write(data)
    with pytest.raises(Failure) as caught:
        pair.server.handshake()
    assert caught.value.reason == reason


def test_the_gateway_issues_certificates() -> None:
    """Which only those accept who trust what this machine trusts."""
    side = ServerSide("localhost")
    box = MemoryBIO()
    settings = trusting(verify_flags=0x80020, alpn=b"\x02h2\x08http/1.1")
    settings.store.trusts_gateway = True
    client = Engine(settings, Buffers(box, MemoryBIO()).read, handshake.client, server_side=False, host="example.com")
    for _ in range(3):
        try:
            client.handshake()
        except WantRead:
            assert side.receive(bytes(client.records.outgoing)) == b""
            client.records.outgoing.clear()
            box.write(side.output())
    client.write(memoryview(b"hello"))
    assert side.receive(bytes(client.records.outgoing)) == b"hello"
    assert (side.server_name, client.alpn, side.closed) == ("example.com", b"http/1.1", False)
    side.send(b"x" * 40_000)
    side.close()
    box.write(side.output())
    received = 0
    while received < 40_000:
        received += len(client.read(50_000))
    with pytest.raises(Closed):
        client.read(1)
    (leaf,) = client.peer
    assert leaf.as_dict()["subjectAltName"] == (("DNS", "example.com"),)
    assert refusal([leaf], Store()) == 20


def refusal(chain: list[X509], store: Store, host: str | None = None) -> int:
    """The code with which a chain is refused; 0 if it isn't."""
    try:
        verify.verify(chain, Settings(store=store), False, host)
    except Failure as failure:
        return failure.verify_code
    return 0


def test_the_gateways_certificates_are_told_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not as it was issued is refused, and so is another name, and a day after the end."""
    store = Store()
    store.trusts_gateway = True
    leaf = X509(authority.issue("example.org"))
    assert refusal([leaf], store, "EXAMPLE.org") == 0
    assert refusal([leaf], store, "example.com") == 62
    forged = X509(authority.issue("example.org").replace(b"\x82\x0bexample.org", b"\x82\x0bexample.com"))
    assert refusal([forged], store, "example.com") == 20
    later = time.time() + 400 * 86400
    monkeypatch.setattr(time, "time", lambda: later)
    assert refusal([leaf], store) == 10


def test_the_file_of_public_authorities_has_the_gateways() -> None:
    """A context that loads it, as truststore does, trusts the outside as one with the defaults."""
    files = Path(__file__).parents[2] / "docs" / "runner" / "process" / "system-files.js"
    pem = "\n".join(re.findall(r'^    "([\w+/= -]+)",$', files.read_text(encoding="utf-8"), re.MULTILINE))
    (own,) = loading.certificates(pem)
    assert own == authority.own()
    store = Store()
    leaf = X509(authority.issue("example.org"))
    assert refusal([leaf], store) == 20
    store.add(own)
    assert refusal([leaf], store) == 0


def flipped(data: bytes, at: int) -> X509:
    """A certificate with a bit changed."""
    return X509(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_signatures_are_checked() -> None:
    """Of RSA and of elliptic curves: a changed certificate, and a changed signature."""
    source = (Path(__file__).parents[1] / "fidelity" / "tls_servers.py").read_text(encoding="utf-8")
    issuer, leaf, expired = loading.certificates(source)
    store = Store()
    store.add(issuer)
    assert refusal([X509(leaf)], store, "localhost") == 0
    assert refusal([X509(expired)], store) == 10
    (rsa,) = loading.certificates(RSA)
    for data, authority_data in ((leaf, issuer), (rsa, rsa)):
        assert verify.is_signed_by(X509(data), X509(authority_data))
        for at in (data.index(b"\x02\x14") + 9, len(data) - 1):
            assert not verify.is_signed_by(flipped(data, at), X509(authority_data))
    assert refusal([flipped(leaf, len(leaf) - 1)], store) == 7


@pytest.mark.parametrize(
    ("pattern", "host", "matches"),
    [
        ("example.com", "EXAMPLE.com", True),
        ("*.example.com", "www.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "a.b.example.com", False),
        ("w*.example.com", "www.example.com", False),
        ("*.com", "example.com", False),
        ("*", "localhost", False),
    ],
)
def test_names_match(pattern: str, host: str, matches: bool) -> None:
    """A star stands for one label, the first."""
    assert verify._matches(pattern, host, 4) is matches


def test_the_key_belongs_to_the_certificate() -> None:
    """And no other does."""
    key = loading.private_key(PEM)
    assert key == X509(CHAIN[0]).key()
    assert isinstance(key, signature.CurveKey)
    assert X509(authority.issue("a")).key() != key


def test_bad_pem_is_told_from_none() -> None:
    """A file without a block has no certificates; a broken block is an error."""
    assert loading.certificates("nothing here\n") == []
    for text in ("-----BEGIN CERTIFICATE-----\nAAAA\n", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"):
        with pytest.raises(ValueError, match=r"line|base64|character|data"):
            loading.certificates(text)


def test_der_refuses_what_is_cut_off() -> None:
    """As ValueError."""
    whole = base64.b64decode("MAMCAQU=")
    assert der.parse(whole).children()[0].integer() == 5
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r"data|length"):
            der.parse(whole[:length])
    assert der.parse(der.object_identifier("2.5.29.17")).object_identifier() == "2.5.29.17"


def refused(ask: Callable[[context._SSLContext], object]) -> str:
    """What a server's context says to something that the tab lacks."""
    with pytest.raises((NotImplementedError, ValueError)) as caught:
        ask(context._SSLContext(17))
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("maximum_version", 0x0303, "Unsupported TLS/SSL version 0x303: a browser tab speaks TLS 1.3 only"),
        ("options", 0x20000000, "OP_NO_TLSv1_3 leaves no version: a browser tab speaks TLS 1.3 only"),
        ("verify_flags", 0x8004, "a browser tab reads no revocation lists: leave VERIFY_CRL_CHECK_… out"),
        ("post_handshake_auth", True, "in a browser tab a client shows its certificate in the handshake"),
        ("keylog_filename", "keys.log", "no keys are exchanged in a browser tab, so there are none to log"),
        ("num_tickets", 2, "a browser tab resumes no TLS sessions"),
        ("_msg_callback", print, "a browser tab shows no messages of the handshake"),
    ],
)
def test_what_the_tab_lacks_is_refused_where_it_is_set(name: str, value: object, said: str) -> None:
    """With the reason; as it is by default, it can be set."""
    assert said in refused(lambda made: setattr(made, name, value))
    made = context._SSLContext(17)
    setattr(made, name, getattr(made, name))


def test_what_the_tab_lacks_is_refused_where_it_is_called() -> None:
    """With what to do instead."""
    assert "no pre-shared keys: use load_cert_chain()" in refused(lambda made: made.set_psk_server_callback(None))
    assert "resumes no TLS sessions" in refused(lambda made: made.session_stats())
    assert "leave load_dh_params() out" in refused(lambda made: made.load_dh_params("dh.pem"))
    for protocol in (3, 4, 5):
        with pytest.raises(ValueError, match=r"speaks TLS 1\.3 only; use ssl\.PROTOCOL_TLS_CLIENT"):
            context._SSLContext(protocol)


@pytest.mark.parametrize(
    ("label", "body", "said"),
    [
        ("ENCRYPTED PRIVATE KEY", "AAAA", "write it without: openssl pkey -in KEY"),
        (
            "RSA PRIVATE KEY",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA",
            "write it without: openssl pkey",
        ),
        # openssl genpkey -algorithm ed25519
        ("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEIP3qO5vZ8cXoVsGd3wxuVA+xQ2ZRVcDQYZ2ZOG2C0Ao7", "only RSA and ECDSA with"),
    ],
)
def test_a_key_that_cannot_be_read(label: str, body: str, said: str) -> None:
    """The error says which keys can be."""
    with pytest.raises(SSLError) as caught:
        loading.private_key(f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    assert said in str(caught.value)
