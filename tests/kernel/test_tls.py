"""TLS without sockets: certificates, their verification, records, both sides of a session."""

import base64
import time
from pathlib import Path

import pytest
from kernel.tls import aes, authority, ciphers, constants, der, pem, signature, verify
from kernel.tls.certificate import X509
from kernel.tls.engine import Engine
from kernel.tls.errors import Closed, Failure, WantRead
from kernel.tls.gateway_session import ServerSide, _Inbox
from kernel.tls.settings import Settings
from kernel.tls.store import Store

PAGE = Path(__file__).parents[2] / "snippets" / "learn" / "network" / "https_page.py"
PEM = PAGE.read_text(encoding="utf-8").partition('PEM = """\\\n')[2].partition('"""')[0]
CHAIN = pem.certificates(PEM)


class Pair:
    """A client and a server that talk to each other."""

    def __init__(self, client: Settings, server: Settings, host: str | None = None) -> None:
        self.boxes = _Inbox(), _Inbox()
        self.client = Engine(client, self.boxes[0], server_side=False, host=host)
        self.server = Engine(server, self.boxes[1], server_side=True)

    def pump(self) -> None:
        """Carry what each has to say to the other."""
        for engine, box in ((self.client, self.boxes[1]), (self.server, self.boxes[0])):
            box.data += engine.records.outgoing
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


@pytest.mark.parametrize("versions", [(0x0303, 0x0303), (0x0304, 0x0304), (0x0303, 0x0304)])
def test_both_sides_talk(versions: tuple[int, int]) -> None:
    """In records of 16 KiB at most, to an orderly end."""
    pair = Pair(trusting(*CHAIN), serving(versions=versions), "127.0.0.1").shake_hands()
    assert pair.client.version == pair.server.version == versions[1]
    assert pair.client.finished == pair.server.finished
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
    pair.boxes[1].data += data
    with pytest.raises(Failure) as caught:
        pair.server.handshake()
    assert caught.value.reason == reason


def test_a_changed_record_is_noticed() -> None:
    """Records are authenticated."""
    pair = Pair(trusting(*CHAIN), serving(), "127.0.0.1").shake_hands()
    pair.client.write(memoryview(b"hello"))
    pair.client.records.outgoing[6] ^= 1
    pair.pump()
    with pytest.raises(Failure, match="BAD_RECORD_MAC"):
        pair.server.read(1)


@pytest.mark.parametrize("version", [0x0303, 0x0304])
def test_a_session_is_resumed(version: int) -> None:
    """Without certificates, by its ticket."""
    server = serving(versions=(version, version))
    first = Pair(trusting(*CHAIN), server, "127.0.0.1").shake_hands()
    with pytest.raises(WantRead):
        first.client.read(1)
    second = Pair(trusting(*CHAIN), server, "127.0.0.1")
    second.client.resume = first.client.session
    second.shake_hands()
    assert second.client.reused
    assert second.server.reused
    assert second.client.peer == CHAIN


def test_the_gateway_issues_certificates() -> None:
    """Which only those accept who trust what this machine trusts."""
    side = ServerSide(alpn=("h2", "http/1.1"))
    box = _Inbox()
    settings = trusting(verify_flags=verify.STRICT | verify.PARTIAL_CHAIN, alpn=[b"http/1.1"])
    settings.store.add_defaults()
    client = Engine(settings, box, server_side=False, host="example.com")
    for _ in range(3):
        try:
            client.handshake()
        except WantRead:
            side.receive(bytes(client.records.outgoing))
            client.records.outgoing.clear()
            box.data += side.output()
    client.write(memoryview(b"hello"))
    side.receive(bytes(client.records.outgoing))
    assert (side.server_name, side.plaintext(), client.alpn, side.closed) == (
        *("example.com", b"hello"),
        *(b"http/1.1", False),
    )
    side.send(b"x" * 40_000)
    side.close()
    box.data += side.output()
    received = 0
    while received < 40_000:
        received += len(client.read(50_000))
    with pytest.raises(Closed):
        client.read(1)
    leaf = X509(client.peer[0])
    assert leaf.as_dict()["subjectAltName"] == (("DNS", "example.com"),)
    assert verify.verify([leaf], verify.Wishes(Store())).code == 20
    authority.issued.clear()
    assert verify.is_signed_by(leaf, authority.certificate())


def test_validity_and_signature_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later date and another signature are refused."""
    store = Store()
    store.add_defaults()
    leaf = X509(authority.issue("example.org"))
    assert verify.verify([leaf], verify.Wishes(store, host="EXAMPLE.org")).code == 0
    broken = X509(leaf.data[:-1] + bytes([leaf.data[-1] ^ 1]))
    assert verify.verify([broken], verify.Wishes(store)).code == 7
    later = time.time() + 400 * 86400
    monkeypatch.setattr(verify, "now", lambda: later)
    assert verify.verify([leaf], verify.Wishes(store)).code == 10


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
    key = pem.private_key(PEM, lambda: b"")
    assert key == X509(CHAIN[0]).key
    assert isinstance(key, signature.CurveKey)
    assert X509(authority.issue("a")).key != key


def test_bad_pem_is_told_from_none() -> None:
    """A file without a block has no certificates; a broken block is an error."""
    assert pem.certificates("nothing here\n") == []
    for text in ("-----BEGIN CERTIFICATE-----\nAAAA\n", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"):
        with pytest.raises(pem.BadPemError):
            pem.certificates(text)


def test_aes() -> None:
    """The first block of NIST SP 800-38A, F.2.2, with a padding after it."""
    key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
    keys = aes._round_keys(key)
    opened = aes._open_block(keys, bytes.fromhex("7649abac8119b246cee98e9b12e9197d"))
    assert bytes(a ^ b for a, b in zip(opened, range(16), strict=True)).hex() == "6bc1bee22e409f96e93d7e117393172a"
    with pytest.raises(ValueError, match="bad decrypt"):
        aes.decrypt(key, bytes(16), bytes(16))


def test_cipher_strings() -> None:
    """What openssl-ciphers(1) says of them."""
    known = ciphers.everything()

    def names(text: str) -> list[str]:
        return [known[number].name for number in ciphers.select(text)]

    assert names("ECDHE+AESGCM:!aRSA") == ["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256"]
    assert names("AES128-SHA:AES256-SHA:+AES128") == ["AES256-SHA", "AES128-SHA"]
    assert names("nothing") == names("TLS_AES_128_GCM_SHA256") == []
    assert "NULL-SHA256" not in names("ALL")
    assert known[0xC0B4].bits == 0
    assert known[0xC02F].facts["description"] == (
        "ECDHE-RSA-AES128-GCM-SHA256    TLSv1.2 Kx=ECDH     Au=RSA   Enc=AESGCM(128)            Mac=AEAD"
    )


def test_der_refuses_what_is_cut_off() -> None:
    """As ValueError."""
    whole = base64.b64decode("MAMCAQU=")
    assert der.parse(whole).children()[0].integer() == 5
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r"data|length"):
            der.parse(whole[:length])
    assert der.parse(der.object_identifier("2.5.29.17")).object_identifier() == "2.5.29.17"
