"""The gateway without a browser: a stand-in for gateway.js, and a client of hosts outside."""

from typing import Any

import pytest
from kernel.files import stream
from kernel.machine import link
from kernel.net import ports, resolver

GET = b"GET /a?b HTTP/1.1\r\nHost: api.site.dev\r\n\r\n"


def view(data: bytes) -> memoryview:
    """Data as sockets pass it."""
    return memoryview(data)


def tell(kind: str, number: int, **entries: Any) -> None:
    """Deliver a message from gateway.js."""
    link.receive(kind, {"number": number, **entries})


class Browser:
    """A stand-in for gateway.js, which records the requests."""

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


def connect(name: str, port: int = 80) -> stream.Endpoint:
    """A client's side of a connection to a host outside."""
    address = resolver.addresses(name)[0]
    attempt = stream.Connecting(("127.0.0.1", 1), (address, port))
    ports.reach(attempt, address, port)
    assert isinstance(attempt.endpoint, stream.Endpoint)
    return attempt.endpoint


def read(client: stream.Endpoint) -> bytes:
    """Read all data that has arrived."""
    found = b""
    while data := client.read(1 << 20):
        found += data
    return found


def failure(client: stream.Endpoint) -> OSError:
    """The error that a read raises, once."""
    with pytest.raises(OSError) as caught:
        client.read(1)
    assert client.read(1) == b""
    return caught.value
