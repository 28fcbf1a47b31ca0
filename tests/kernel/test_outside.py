"""Exchanges with the outside: requests out of bytes, responses into them, and what becomes of errors."""

import contextlib
import errno
import re

import pytest
from answering_browser import GET, Browser, connect, failure, read, tell, view
from kernel.files import table
from kernel.net import ports
from kernel.tls import handshake
from kernel.tls.constants import CERT_REQUIRED
from kernel.tls.engine import Engine
from kernel.tls.errors import Closed, Failure, WantRead
from kernel.tls.store import Settings, Store
from kernel.web import http1, refusal


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


def test_errors_say_what_happened(browser: Browser) -> None:
    """The pending error has a number, as SO_ERROR gives it, and a message."""
    client = connect("api.site.dev")
    client.write(view(GET))
    tell("fetchFailed", browser.last, cause="withheld")
    assert client.events() & table.ERR
    error = failure(client)
    assert error.errno == errno.EACCES
    assert "api.site.dev answered" in str(error)
    assert "CORS: it sent no Access-Control-Allow-Origin for https://guide.dev)" in str(error)


@pytest.mark.parametrize(
    ("cause", "number", "words"),
    [
        ("offline", errno.ENETUNREACH, "offline"),
        ("mixed", errno.EACCES, "Try https://"),
        ("unreachable", errno.EHOSTUNREACH, "the host doesn't exist"),
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
        ports.post("8.8.8.8", 53, b"x", None)
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
        store = Store()
        if trusts:
            store.trusts_gateway = True
        settings = Settings(verify_mode=CERT_REQUIRED, check_hostname=True, store=store)
        self.engine = Engine(settings, self.read, handshake.client, server_side=False, host=name)

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
            with contextlib.suppress(WantRead):
                self.engine.handshake()
            self.flush()

    def send(self, data: bytes) -> None:
        """Send something."""
        self.engine.write(view(data))
        self.flush()

    def receive(self) -> bytes:
        """What came."""
        found = b""
        with contextlib.suppress(WantRead):
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
    with pytest.raises(Closed):
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
    with pytest.raises(Failure, match="CERTIFICATE_VERIFY_FAILED"):
        client.shake()
    client.flush()
    read(client.below)
    assert client.below.read(1) == b""
    assert not browser.fetched
