"""The gateway without a browser: requests out of bytes, responses into them, and what becomes of errors."""

import contextlib
import errno
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from kernel import (
    conversation,
    files,
    gateway,
    host,
    http1,
    machine,
    network,
    refusal,
    resolver,
    stream,
    tls_constants,
    tls_engine,
    tls_errors,
    tls_settings,
    tls_store,
)

GET = b"GET /a?b HTTP/1.1\r\nHost: api.site.dev\r\n\r\n"


def view(data: bytes) -> memoryview:
    """What sockets hand over."""
    return memoryview(data)


# The parser


def requests(data: bytes, step: int) -> list[http1.Request]:
    """What a parser finds in bytes that come `step` at a time."""
    parser = http1.Parser()
    found = []
    for start in range(0, len(data), step):
        parser.feed(data[start : start + step])
        while (request := parser.next()) is not None:
            found.append(request)
    assert parser.idle
    return found


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_requests_in_a_row(step: int) -> None:
    """A body with a length, one in chunks with a trailer, none at all."""
    data = (
        b"\r\nPOST /one HTTP/1.1\r\nContent-Length: 5\r\nX-Two:  words \r\n\r\nhello"
        b"PUT /two HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n"
        b"A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"
        b"POST /empty HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n"
        b"GET http://host.dev:80/three?x HTTP/1.0\r\n\r\n"
    )
    found = requests(data, step)
    assert [(r.method, r.path, r.body, r.minor) for r in found] == [
        ("POST", "/one", b"hello", 1),
        ("PUT", "/two", b"abc0123456789", 1),
        ("POST", "/empty", b"", 1),
        ("GET", "/three?x", b"", 0),
    ]
    assert found[0].headers == [("Content-Length", "5"), ("X-Two", "words")]
    assert [r.keeps_alive for r in found] == [True, True, True, False]


@pytest.mark.parametrize(
    "data",
    [
        b"*1\r\n$4\r\nPING\r\n",
        b"\x00\x00\x00\x08\x04\xd2\x16\x2f",
        b"EHLO me\r\n",
        b"GET /\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"A" * 33,
        b" GET / HTTP/1.1\r\n",
    ],
)
def test_what_is_no_http(data: bytes) -> None:
    """Other protocols are known by their first bytes."""
    parser = http1.Parser()
    parser.feed(data)
    with pytest.raises(http1.NotHTTPError):
        parser.next()


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 1, 1\r\n\r\n",
        b"Transfer-Encoding: gzip\r\n\r\n",
        b"no colon\r\n\r\n",
        b"Folded: a\r\n b\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc",
        b"X: " + bytes(1 << 20),
    ],
)
def test_malformed_requests(rest: bytes) -> None:
    """A server would answer 400, or the like."""
    parser = http1.Parser()
    parser.feed(b"POST / HTTP/1.1\r\n" + rest)
    with pytest.raises(http1.MalformedError):
        parser.next()


def test_a_method_that_has_only_begun_to_come() -> None:
    """Nothing is decided before there is something to decide on."""
    parser = http1.Parser()
    for byte in b"PROPFIND / HTTP/1.1":
        parser.feed(bytes([byte]))
        assert parser.next() is None


# Conversations


def tell(kind: str, number: int, **entries: Any) -> None:
    """What gateway.js says."""
    machine.receive(kind, {"number": number, **entries})


class Browser:
    """Takes the place of gateway.js: keeps what it is asked."""

    def __init__(self) -> None:
        self.fetched: list[tuple[int, str, str, list[tuple[str, str]], bytes]] = []
        self.pulled: list[int] = []
        self.aborted: list[int] = []
        self.probed: list[tuple[int, str]] = []
        self.opened: list[tuple[int, str, list[str]]] = []
        self.sent: list[str | bytes] = []
        self.closed: list[tuple[int, str]] = []
        self.page_of = {"origin": "https://guide.dev", "hostname": "guide.dev", "port": 443, "loopback": False}

    def fetch(self, number: int, url: str, method: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.fetched.append((number, url, method, headers, body))

    def pull(self, number: int) -> None:
        self.pulled.append(number)

    def abort(self, number: int) -> None:
        self.aborted.append(number)

    def probe(self, number: int, place: str) -> None:
        self.probed.append((number, place))

    def open_socket(self, number: int, url: str, protocols: list[str]) -> None:
        self.opened.append((number, url, protocols))

    def send_socket(self, number: int, data: str | bytes) -> None:
        self.sent.append(data)

    def close_socket(self, number: int, code: int, reason: str) -> None:
        self.closed.append((code, reason))

    def page(self) -> dict[str, Any]:
        return self.page_of

    @property
    def last(self) -> int:
        """The number of the last request."""
        return self.fetched[-1][0]

    def answer(self, *pieces: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        """Answer the last request."""
        fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
        tell("responded", self.last, status=status, reason="", headers=fields, length=length)
        for piece in pieces:
            tell("arrived", self.last, data=piece)
        tell("arrived", self.last, data=None)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser that answers when the test says so."""
    browser = Browser()
    for name in ("fetch", "pull", "abort", "probe", "page", "open_socket", "send_socket", "close_socket"):
        monkeypatch.setattr(host, name, getattr(browser, name))
    gateway.install()
    yield browser
    network.outside = network.own_machine = None
    left = list(conversation.under_way)
    conversation.under_way.clear()
    assert not left


def connect(name: str, port: int = 80) -> stream.Endpoint:
    """A client's side of a connection to a host outside."""
    address = resolver.addresses(name)[0]
    attempt = stream.Connecting(("127.0.0.1", 1), (address, port))
    network.reach(attempt, address, port)
    assert isinstance(attempt.endpoint, stream.Endpoint)
    return attempt.endpoint


def read(client: stream.Endpoint) -> bytes:
    """All that has come."""
    found = b""
    while data := client.read(1 << 20):
        found += data
    return found


def test_an_exchange(browser: Browser) -> None:
    """The browser is asked with the headers that a page may set; the answer comes by pieces."""
    client = connect("api.site.dev")
    client.write(view(b"POST /x HTTP/1.1\r\nHost: api.site.dev\r\nUser-Agent: me\r\nAccept-Encoding: gzip\r\n"))
    client.write(view(b"Authorization: Bearer 1\r\nCookie: a=b\r\nSec-Fetch: x\r\nContent-Length: 2\r\n\r\nhi"))
    number, *asked = browser.fetched[0]
    assert asked == ["http://api.site.dev:80/x", "POST", [("Authorization", "Bearer 1")], b"hi"]
    assert client.read(100) is None
    tell(
        "responded",
        number,
        status=200,
        reason="",
        headers=[("content-type", "text/plain"), ("content-encoding", "gzip")],
        length=None,
    )
    head = read(client)
    assert head == b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    tell("arrived", number, data=b"0123456789")
    assert read(client) == b"a\r\n0123456789\r\n"
    tell("arrived", number, data=None)
    assert read(client) == b"0\r\n\r\n"
    # The connection stays, for the next request.
    client.write(view(GET))
    browser.answer(b"ok", length=2)
    assert read(client) == b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    client.close()


def test_requests_are_answered_one_after_the_other(browser: Browser) -> None:
    """Pipelined ones wait; the last one asks for the end."""
    client = connect("api.site.dev")
    client.write(view(GET + GET.replace(b"Host", b"Connection: close\r\nHost")))
    assert len(browser.fetched) == 1
    browser.answer(b"1", length=1)
    assert len(browser.fetched) == 2
    browser.answer(b"2", length=1)
    assert read(client).endswith(b"Connection: close\r\n\r\n2")
    assert client.read(1) == b""


def test_old_clients_get_no_chunks(browser: Browser) -> None:
    """HTTP/1.0: the end of the connection ends the body."""
    client = connect("api.site.dev")
    client.write(view(b"GET / HTTP/1.0\r\n\r\n"))
    client.shut(reading=False, writing=True)
    browser.answer(b"all", b" of it")
    assert read(client) == b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it"
    assert client.read(1) == b""


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 304), ("DELETE", 204)])
def test_answers_without_a_body(method: str, status: int, browser: Browser) -> None:
    """Their heads end them."""
    client = connect("api.site.dev")
    client.write(view(GET.replace(b"GET", method.encode())))
    tell("responded", browser.last, status=status, reason="Fine", headers=[("etag", "1")], length=None)
    assert read(client) == f"HTTP/1.1 {status} Fine\r\nEtag: 1\r\n\r\n".encode()
    client.write(view(GET))
    assert len(browser.fetched) == 2
    client.close()


def test_a_word_before_the_body(browser: Browser) -> None:
    """Expect: 100-continue."""
    client = connect("api.site.dev")
    client.write(view(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"))
    assert read(client) == b"HTTP/1.1 100 Continue\r\n\r\n"
    client.write(view(b"hi"))
    assert browser.fetched[0][3:] == ([], b"hi")
    client.close()


def test_who_does_not_read_is_sent_no_more(browser: Browser) -> None:
    """The next piece is asked for when the last one has gone to the client."""
    client = connect("api.site.dev")
    client.write(view(GET))
    tell("responded", browser.last, status=200, reason="", headers=[], length=300_000)
    assert len(browser.pulled) == 1
    tell("arrived", browser.last, data=bytes(200_000))
    assert len(browser.pulled) == 1
    while len(browser.pulled) == 1:
        assert client.read(1000)
    tell("arrived", browser.last, data=bytes(100_000))
    tell("arrived", browser.last, data=None)
    read(client)
    client.close()


def test_a_client_that_leaves_ends_the_request(browser: Browser) -> None:
    """Nobody waits for the answer any more; half-closing is not leaving."""
    client = connect("api.site.dev")
    client.write(view(GET))
    client.shut(reading=False, writing=True)
    assert not browser.aborted
    client.close()
    assert browser.aborted == [browser.last]
    tell("responded", browser.last, status=200, reason="", headers=[], length=None)  # too late


def failure(client: stream.Endpoint) -> OSError:
    """The error that a read gives, once."""
    with pytest.raises(OSError) as caught:
        client.read(1)
    assert client.read(1) == b""
    return caught.value


def test_errors_say_what_happened(browser: Browser) -> None:
    """The pending error has a number, as SO_ERROR gives it, and a message."""
    client = connect("api.site.dev")
    client.write(view(GET))
    tell("fetchFailed", browser.last, cause="withheld")
    assert client.events() & files.ERR
    error = failure(client)
    assert error.errno == errno.EACCES
    assert "api.site.dev answered" in str(error)
    assert "CORS: it sent no Access-Control-Allow-Origin for https://guide.dev)" in str(error)


@pytest.mark.parametrize(
    ("cause", "number", "words"),
    [
        ("offline", errno.ENETUNREACH, "offline"),
        ("mixed", errno.EACCES, "Try https://"),
        ("unreachable", errno.EHOSTUNREACH, "no such host"),
        ("broken", errno.ECONNRESET, "broke"),
    ],
)
def test_causes(cause: str, number: int, words: str, browser: Browser) -> None:
    """What gateway.js found out."""
    client = connect("api.site.dev")
    client.write(view(GET))
    tell("fetchFailed", browser.last, cause=cause)
    error = failure(client)
    assert (error.errno, words in str(error)) == (number, True)


def test_what_needed_consent_is_named() -> None:
    """A method or a header may be what the other host refuses."""
    headers = [("X-Key", "1"), ("Content-Type", "application/json"), ("Accept", "*/*")]
    error = refusal.withheld("a.dev", "https://guide.dev", http1.Request("PUT", "/", 1, headers))
    assert "doesn't allow the method PUT, the header X-Key, Content-Type: application/json)" in str(error)


@pytest.mark.parametrize(
    "data",
    [
        b"PING\r\n",
        b"\x00\x01",
        GET[:-2] + b"Content-Length: 1\r\n\r\n1",
    ],
)
def test_what_cannot_leave(data: bytes, browser: Browser) -> None:
    """The error names the host; the browser is not asked."""
    client = connect("api.site.dev", 6379)
    client.write(view(data))
    assert "api.site.dev" in str(failure(client))
    assert not browser.fetched


def test_ports_of_other_protocols(browser: Browser) -> None:
    """Browsers connect to them for nobody; some servers there would speak first."""
    with pytest.raises(ConnectionRefusedError, match="only HTTP and HTTPS leave the tab"):
        connect("mail.site.dev", 25)


def test_datagrams_stay() -> None:
    """There is no UDP in a page."""
    with pytest.raises(OSError, match="datagrams") as caught:
        network.post("8.8.8.8", 53, b"x", None)
    assert caught.value.errno == errno.ENETUNREACH


@pytest.mark.parametrize("name", ["example.com", "www.example.org"])
def test_the_example_domains(name: str, browser: Browser) -> None:
    """They answer without the browser."""
    client = connect(name)
    client.write(view(b"GET / HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\nGET /x HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\n\r\n"))
    answers = read(client)
    assert answers.count(b"<h1>Example Domain</h1>") == 1
    assert re.findall(rb"HTTP/1.1 (\d+)", answers) == [b"200", b"200", b"404", b"405"]
    assert not browser.fetched
    client.close()


class Secure:
    """A client that speaks TLS."""

    def __init__(self, name: str, trusts: bool = True) -> None:
        self.below = connect(name, 443)
        store = tls_store.Store()
        if trusts:
            store.add_defaults()
        settings = tls_settings.Settings(verify_mode=tls_constants.CERT_REQUIRED, check_hostname=True, store=store)
        self.engine = tls_engine.Engine(settings, self, server_side=False, host=name)

    def read(self, size: int) -> bytes | None:
        """Bytes for the engine."""
        return self.below.read(size)

    def flush(self) -> None:
        """Send what the engine has."""
        data = bytes(self.engine.records.outgoing)
        self.engine.records.outgoing.clear()
        self.below.write(view(data))

    def shake(self) -> None:
        """The handshake, which takes a few turns."""
        for _ in range(3):
            with contextlib.suppress(tls_errors.WantRead):
                self.engine.handshake()
            self.flush()

    def send(self, data: bytes) -> None:
        """Send something."""
        self.engine.write(view(data))
        self.flush()

    def receive(self) -> bytes:
        """What came."""
        found = b""
        with contextlib.suppress(tls_errors.WantRead):
            while data := self.engine.read(1 << 16):
                found += data
        return found


def test_https(browser: Browser) -> None:
    """Who speaks TLS gets the scheme https, whatever the port, and a certificate for the name."""
    client = Secure("api.site.dev")
    client.shake()
    assert client.engine.established
    client.send(GET)
    assert client.receive() == b""
    assert browser.fetched[0][1] == "https://api.site.dev:443/a?b"
    browser.answer(bytes(300_000), length=300_000)
    assert client.receive().endswith(b"\r\n\r\n" + bytes(300_000))
    client.send(GET.replace(b"Host", b"Connection: close\r\nHost"))
    browser.answer(b"end", length=3)
    with pytest.raises(tls_errors.Closed):
        client.receive()
    assert client.below.read(1) == b""


def test_https_errors(browser: Browser) -> None:
    """They come below TLS."""
    client = Secure("api.site.dev")
    client.shake()
    client.send(GET)
    tell("fetchFailed", browser.last, cause="withheld")
    assert failure(client.below).errno == errno.EACCES


def test_a_client_that_does_not_trust_the_certificate(browser: Browser) -> None:
    """It says so and leaves; nothing was asked."""
    client = Secure("api.site.dev", trusts=False)
    with pytest.raises(tls_errors.Failure, match="CERTIFICATE_VERIFY_FAILED"):
        client.shake()
    client.flush()
    read(client.below)
    assert client.below.read(1) == b""
    assert not browser.fetched


# WebSockets

UPGRADE = (
    b"GET /chat HTTP/1.1\r\nHost: api.site.dev\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, superchat\r\n\r\n"
)


def masked(head: int, payload: bytes) -> bytes:
    """A frame as a client sends it."""
    mask = b"\x01\x02\x03\x04"
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 1 << 16:
        length = b"\xfe" + size.to_bytes(2, "big")
    else:
        length = b"\xff" + size.to_bytes(8, "big")
    return bytes([head]) + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def open_socket(browser: Browser) -> stream.Endpoint:
    """A client whose WebSocket is open; the handshake is RFC 6455's own example."""
    client = connect("api.site.dev")
    client.write(view(UPGRADE))
    number, *asked = browser.opened[-1]
    assert asked == ["ws://api.site.dev:80/chat", ["chat", "superchat"]]
    tell("socketOpened", number, protocol="chat")
    assert read(client) == (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n"
    )
    return client


def test_messages_both_ways(browser: Browser) -> None:
    """Text and bytes, in parts, with a ping between them; frames of all three lengths."""
    client = open_socket(browser)
    number = browser.opened[-1][0]
    sent = masked(0x81, "für".encode()) + masked(0x02, b"a" * 200) + masked(0x89, b"?") + masked(0x80, b"b" * 70_000)
    for start in range(0, len(sent), 999):
        client.write(view(sent[start : start + 999]))
    assert browser.sent == ["für", b"a" * 200 + b"b" * 70_000]
    assert read(client) == b"\x8a\x01?"
    tell("socketTold", number, data="hä")
    tell("socketTold", number, data=memoryview(b"x" * 126))
    assert read(client) == b"\x81\x03h\xc3\xa4" + b"\x82\x7e\x00\x7e" + b"x" * 126
    client.write(view(masked(0x88, (3001).to_bytes(2, "big") + b"bye")))
    assert browser.closed == [(3001, "bye")]
    tell("socketClosed", number, code=3001, reason="bye")
    assert read(client) == b"\x88\x05\x0b\xb9bye"
    assert client.read(1) == b""


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x81\x01a", 1002), (masked(0x80, b""), 1002), (masked(0xC1, b""), 1002), (masked(0x81, b"\xff"), 1007)],
)
def test_broken_frames(data: bytes, code: int, browser: Browser) -> None:
    """The other host hears a reason."""
    client = open_socket(browser)
    client.write(view(data))
    assert browser.closed == [(code, "")]
    client.close()
    assert browser.aborted == [browser.opened[-1][0]]


@pytest.mark.parametrize("opened", [False, True])
def test_sockets_that_fail(opened: bool, browser: Browser) -> None:
    """Before or after they are open."""
    if opened:
        client = open_socket(browser)
    else:
        client = connect("api.site.dev")
        client.write(view(UPGRADE))
    tell("socketClosed", browser.opened[-1][0], code=1006, reason="")
    assert failure(client).errno == (errno.ECONNRESET if opened else errno.EHOSTUNREACH)


# Names and addresses


@pytest.mark.parametrize(
    "name", ["a.invalid", "b.test", "api.example.com", "nodot", "a b.dev", "-a.dev", "1.2.3.256", "::1q"]
)
def test_names_that_nobody_has(name: str) -> None:
    """They fail at once."""
    with pytest.raises(socket.gaierror):
        resolver.addresses(name)


def test_names_keep_their_addresses() -> None:
    """The address leads back to the name."""
    address = resolver.addresses("Api.Site.dev.")[0]
    assert resolver.addresses("api.site.dev") == [address]
    assert resolver.name_of(address) == "api.site.dev"
    assert resolver.gethostbyaddr(address)[0] == "api.site.dev"
    assert resolver.name_of(resolver.addresses("bücher.dev")[0]) == "xn--bcher-kva.dev"


@pytest.mark.parametrize(
    ("address", "named", "url"),
    [
        ("192.0.2.7", "192.0.2.7", "http://192.0.2.7:80/a?b"),
        ("192.0.2.7", "Some.site:80", "http://some.site:80/a?b"),
        ("192.0.2.7", "localhost", "http://192.0.2.7:80/a?b"),
        ("2001:db8::1", "[2001:db8::1]:80", "http://[2001:db8::1]:80/a?b"),
    ],
)
def test_literal_addresses(address: str, named: str, url: str, browser: Browser) -> None:
    """The name comes from the request, unless it is this machine's."""
    client = connect(address)
    client.write(view(GET.replace(b"api.site.dev", named.encode())))
    assert browser.fetched[0][1] == url
    client.close()


# The reader's own machine


def attempt(port: int) -> stream.Connecting:
    """An attempt to connect to this machine."""
    attempt = stream.Connecting(("127.0.0.1", 1), ("127.0.0.1", port))
    network.reach(attempt, "127.0.0.1", port)
    return attempt


def test_sites_have_no_business_on_the_readers_machine(browser: Browser) -> None:
    """Nothing is asked."""
    assert attempt(9999).error == errno.ECONNREFUSED
    assert not browser.probed


def test_a_page_of_this_machine_reaches_its_servers(browser: Browser) -> None:
    """The attempt stays undecided until the browser knows; a port of the tab's own is never looked for."""
    browser.page_of = {"origin": "http://localhost:8000", "hostname": "localhost", "port": 8000, "loopback": True}
    refused, granted, own, abandoned = (attempt(port) for port in (9999, 9998, 8000, 9997))
    assert [place for _, place in browser.probed] == [f"127.0.0.1:{port}" for port in (9999, 9998, 9997)]
    assert [one.done() for one in (refused, granted, own)] == [False, False, True]
    abandoned.abandoned = True
    for (number, _), found in zip(browser.probed, (False, True, True), strict=True):
        tell("probed", number, found=found)
    assert refused.error == errno.ECONNREFUSED
    assert abandoned.endpoint is None
    for one, url in ((granted, "http://127.0.0.1:9998/a?b"), (own, "http://localhost:8000/a?b")):
        assert one.endpoint is not None
        one.endpoint.write(view(GET))
        assert browser.fetched[-1][1] == url
        one.endpoint.close()

    network._known_ports.add(9996)
    assert attempt(9996).error == errno.ECONNREFUSED
    assert len(browser.probed) == 3
