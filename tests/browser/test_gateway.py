"""Programs in the tab reach hosts outside: a server that lets pages of other sites in, and one that doesn't."""

import asyncio
import contextlib
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from aiohttp import web
from interleave_site.snippet import SNIPPETS
from page_log import Log
from playground import Result, run
from playwright.sync_api import Page
from server import Server

PROGRAMS = Path(__file__).parent / "outside"
LARGE = bytes(range(256)) * (1 << 14)  # 4 MB


class Handler(BaseHTTPRequestHandler):
    """What the programs ask for."""

    protocol_version = "HTTP/1.1"
    noticed = b""

    def _begin(self, status: int, kind: str, length: int | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header(*("Transfer-Encoding", "chunked") if length is None else ("Content-Length", str(length)))
        self.end_headers()

    def _answer(self, body: bytes, kind: str = "text/plain", status: int = 200) -> None:
        self._begin(status, kind, len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_steps(self, count: int) -> None:
        self._begin(200, "text/plain", None)
        for _ in range(count):
            self.wfile.write(b"5\r\nstep \r\n")
            self.wfile.flush()
            time.sleep(0.2)
        self.wfile.write(b"0\r\n\r\n")

    def do_GET(self) -> None:
        """Answer by the path."""
        if self.path == "/json":
            self._answer(b'{"a": 1}', "application/json")
        elif self.path == "/large":
            self._answer(LARGE, "application/octet-stream")
        elif self.path == "/empty":
            self._answer(b"")
        elif self.path == "/steps":
            self._send_steps(4)
        elif self.path == "/late":
            time.sleep(1)
            self._answer(b"late")
        elif self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/agent")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/agent":
            self._answer(str(self.headers["User-Agent"]).encode())
        elif self.path == "/noticed":
            self._answer(Handler.noticed)
        elif self.path == "/endless":
            with contextlib.suppress(OSError):
                self._send_steps(100)
            Handler.noticed = b"gone"
        else:
            self._answer(b"not here", status=404)

    def do_HEAD(self) -> None:
        """As GET, without the body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Give back what came."""
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def do_PUT(self) -> None:
        """As POST."""
        self.do_POST()

    def do_OPTIONS(self) -> None:
        """A browser asks whether it may."""
        self._answer(b"")

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


class Open(Handler):
    """Lets pages of all sites read its answers."""

    def end_headers(self) -> None:
        for name in ("Origin", "Methods", "Headers"):
            self.send_header(f"Access-Control-Allow-{name}", "*")
        super().end_headers()


@contextlib.contextmanager
def serve(handler: type[Handler], secure: bool = False) -> Iterator[str]:
    """A server on a free port; gives its host and port."""
    server = Server(("127.0.0.1", 0), handler)
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(_certificate())
            file.flush()
            context.load_cert_chain(file.name)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _certificate() -> str:
    """The key and certificate that one of the programs shows."""
    text: str = (SNIPPETS / "learn/network/https_page.py").read_text(encoding="utf-8")
    return text.partition('PEM = """\\\n')[2].partition('"""')[0]


async def _talk(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(protocols=["chat"])
    await socket.prepare(request)
    async for message in socket:
        if message.data == "bye":
            await socket.close(code=3000, message=b"so long")
        elif isinstance(message.data, str):
            await socket.send_str(message.data.upper())
        else:
            await socket.send_bytes(message.data)
    return socket


@contextlib.contextmanager
def serve_sockets() -> Iterator[str]:
    """A WebSocket server on a free port; gives its host and port."""
    loop = asyncio.new_event_loop()
    app = web.Application()
    app.add_routes([web.get("/echo", _talk)])
    runner = web.AppRunner(app)

    async def start() -> str:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return "{}:{}".format(*runner.addresses[0][:2])

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def places(log: Log) -> Iterator[dict[str, str]]:
    """Where the programs' servers are."""
    with serve(Open) as open_host, serve(Handler) as refusing, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"127.0.0.1:{unused.getsockname()[1]}"
        for host in (open_host, refusing, closed):
            log.allow(host)
        yield {
            "ORIGIN": f"http://{open_host}",
            "REFUSING_ADDRESS": refusing,
            "REFUSING": f"http://{refusing}",
            "CLOSED": f"http://{closed}",
            "ADDRESS": open_host,
        }


def run_outside(page: Page, name: str, places: dict[str, str]) -> Result:
    """Run a program with the servers' addresses filled in."""
    return run_source(page, (PROGRAMS / f"{name}.py").read_text(encoding="utf-8"), places)


def run_source(page: Page, source: str, places: dict[str, str]) -> Result:
    """Run a text, as `run_outside`."""
    for word, place in places.items():
        source = source.replace(word, place)
    return run(page, source)


def refused(page: Page) -> str:
    """What the refusal says. A program's origin is its own, and has no name."""
    assert page.evaluate("document.documentElement.dataset.programs") == "isolated"
    return (
        "127.0.0.1 answered, but it doesn't let pages of other sites read its answers (CORS: it sent no "
        "Access-Control-Allow-Origin for null). A browser can't read them then; the same program can on your own "
        "machine\n"
    )


def test_aiohttp(playground: Page, places: dict[str, str]) -> None:
    """An unmodified client: streams, bodies, headers, timeouts, refusals."""
    result = run_outside(playground, "aiohttp_client", places)
    assert result["output"] == (
        "200 OK application/json {'a': 1}\n"
        "echo: 300000\n"
        'put: {"a": 1}\n'
        "404 Not Found not here\n"
        f"large: {len(LARGE)}\n"
        "steps come as they are sent: True\n"
        "timed out\n"
        "many at once\n"
        f"ClientOSError {refused(playground)}"
        "ClientConnectorError True\n"
    )


def test_urllib(playground: Page, places: dict[str, str]) -> None:
    """The standard library's client."""
    result = run_outside(playground, "urllib_request", places)
    lines = result["output"].splitlines(keepends=True)
    assert lines[:5] == [
        "200 application/json 8 {'a': 1}\n",
        "echo: b'form=1'\n",
        f"large: {len(LARGE)}\n",
        "HTTP Error 404: Not Found b'not here'\n",
        "timed out\n",
    ]
    assert lines[5].startswith("PermissionError [Errno ")
    assert lines[5].endswith(refused(playground))
    assert lines[6].startswith("URLError <urlopen error [Errno ")
    assert lines[6].endswith("Connection refused>\n")
    assert len(lines) == 7


def test_http_client(playground: Page, places: dict[str, str]) -> None:
    """One connection for several requests, HEAD, chunks; a client that leaves; a child process."""
    result = run_outside(playground, "http_client", places)
    assert result["output"] == (
        "GET /json 200 8 b'{\"a\": 1}'\n"
        "HEAD /json 200 8 b''\n"
        "GET /empty 200 0 b''\n"
        "GET /steps 200 None b'step step step step '\n"
        "echo: b'in pieces'\n"
        "endless: b'step '\n"
        "noticed: b'gone'\n"
        f"{refused(playground)}"
        "child: b'{\"a\": 1}'\n"
    )


def test_https(playground: Page, log: Log) -> None:
    """The same over TLS; the seed's own sample first."""
    with serve(Open, secure=True) as open_host, serve(Handler, secure=True) as refusing:
        for host in (open_host, refusing):
            log.allow(host)
        places = {"SECURE": f"https://{open_host}", "SECRET": f"https://{refusing}"}
        result = run_outside(playground, "secure", places)
    subject = "((('commonName', '127.0.0.1'),),)"
    assert result["output"] == (
        "True\n"
        '{"a": 1}\n'
        f"large: {len(LARGE)}\n"
        f"ClientOSError {refused(playground)}"
        "b'step step step step '\n"
        f"b'{{\"a\": 1}}' {subject}\n"
        f"b'{{\"a\": 1}}' {subject}\n"
        f"PermissionError {refused(playground)}"
    )


def test_web_socket(playground: Page, log: Log) -> None:
    """The browser's own WebSocket below an unmodified client."""
    with serve_sockets() as host:
        log.allow(host)
        result = run_outside(playground, "web_socket", {"ORIGIN": f"http://{host}"})
    assert result["output"] == (
        "protocol: chat\n"
        "HÉLLO\n"
        "100000\n"
        "CLOSE 3000 so long\n"
        "ClientOSError 127.0.0.1 can't be reached with a WebSocket: the host doesn't exist, doesn't answer, or doesn't "
        "accept this page. The browser doesn't tell a page the cause\n"
    )


def test_the_pages_own_server(warm_playground: Page, site_url: str) -> None:
    """A page of this machine reaches where it came from; its answers need no consent."""
    source = f"import urllib.request\nprint(urllib.request.urlopen({site_url!r}).read().decode())\n"
    assert "Interleave" in run(warm_playground, source)["stdout"]


def test_example_com(warm_playground: Page) -> None:
    """It answers without any request."""
    source = "import urllib.request\nprint(urllib.request.urlopen('http://example.com').read().decode())\n"
    assert "<h1>Example Domain</h1>" in run(warm_playground, source)["stdout"]


@pytest.mark.row("HTTP to another host")
def test_what_the_browser_decides(playground: Page, places: dict[str, str]) -> None:
    """It follows redirects, and says itself who asks."""
    source = """
from urllib.request import Request, urlopen
import http.client
connection = http.client.HTTPConnection("ADDRESS")
connection.request("GET", "/redirect", headers={"User-Agent": "mine"})
answer = connection.getresponse()
print(answer.status, answer.read().decode())
"""
    output = run_source(playground, source, places)["output"]
    assert output.startswith("200 Mozilla/")


@pytest.mark.row("`connect()` to another host")
def test_a_failure_shows_at_the_first_read(playground: Page, log: Log) -> None:
    """The browser says nothing before it was asked for something."""
    source = """
import socket
connection = socket.create_connection(("somewhere.alt", 80))
print("connected")
connection.sendall(b"GET / HTTP/1.1\\r\\nHost: somewhere.alt\\r\\n\\r\\n")
try:
    print(connection.recv(100))
except OSError as error:
    print(type(error).__name__)
"""
    log.allow("somewhere.alt")  # a name that no name service has (RFC 9476)
    output = run(playground, source)["output"]
    assert output.startswith("connected\n")
    assert output.endswith("Error\n")


@pytest.mark.row("`https://` to another host")
def test_the_certificate_is_the_gateways(playground: Page, log: Log) -> None:
    """The browser checks the other host's and shows it to nobody."""
    source = """
import socket, ssl
host, port = "PLACE".split(":")
plain = socket.create_connection((host, int(port)))
secure = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
print(secure.getpeercert()["issuer"])
"""
    with serve(Open, secure=True) as open_host:
        log.allow(open_host)
        assert "Interleave tab gateway" in run_source(playground, source, {"PLACE": open_host})["output"]


@pytest.mark.row("a server on your machine")
def test_a_port_that_the_tab_has_used(playground: Page, places: dict[str, str]) -> None:
    """What listens on it in the tab hides what does on the machine, and goes on hiding it."""
    source = """
import socket
from urllib.request import urlopen
print(urlopen("ORIGIN/json").read())
host, port = "ADDRESS".split(":")
with socket.create_server((host, int(port))):
    client = socket.create_connection((host, int(port)))
    client.close()
try:
    urlopen("ORIGIN/json")
except OSError as error:
    print(error)
"""
    output = run_source(playground, source, places)["output"]
    assert output.startswith("b'{\"a\": 1}'\n<urlopen error [Errno 111] ")
