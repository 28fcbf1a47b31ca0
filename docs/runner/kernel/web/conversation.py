"""One connection to a host outside: the kernel acts as the server, and the browser carries out the requests
(gateway.js).

Nothing here waits: a conversation continues when the client writes or reads, and when the browser reports something.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING

from .. import browser
from ..files.stream import Endpoint, Role
from ..net import example_domains, ports, resolver
from . import hosts, http1, refusal, web_socket
from .http1 import Head, Headers, Request

if TYPE_CHECKING:
    from ..tls import gateway_session

_READ_SIZE = 65536
_TLS_HANDSHAKE = 0x16
# Headers that a browser sets itself, or that would need the other host's consent and only identify the client.
_LEFT_OUT = http1.HOP_BY_HOP | {"host", "accept-encoding", "user-agent", "origin", "referer", "cookie"}
_LEFT_OUT_BEGINNINGS = ("sec-", "proxy-")
# The browser has decoded the body; the length was that of the encoded one.
_NOT_PASSED_BACK = http1.HOP_BY_HOP | {"content-encoding"}
_FORBIDDEN_METHODS = ("CONNECT", "TRACE", "TRACK")

numbers = count(1)
# Conversations for which the browser is working, by number.
under_way: dict[int, "Conversation"] = {}


class Conversation:
    """The server's side of one connection to outside."""

    def __init__(self, endpoint: Endpoint, address: str, port: int) -> None:
        self._endpoint = endpoint
        self._address = address
        self._port = port
        self._name = resolver.name_of(address) or address
        self._parser = http1.Parser()
        self._output = b""  # output for which the client has no room yet
        self._tls: gateway_session.ServerSide | None = None  # if the client uses TLS
        self._continued = False
        self._closing = False
        self._ended = False
        # The request that is being answered.
        self._request: Request | None = None
        self._number = 0
        self._url = ""
        self._head: Head | None = None
        self._session: web_socket.Session | None = None  # once the connection is a WebSocket
        self._pulling = False
        self._working = False
        self._again = False
        endpoint.owner = self

    def changed(self) -> None:
        """Continue as far as possible: the client wrote, read or closed, or the browser reported something."""
        self._again = True
        if self._working:
            return
        self._working = True
        try:
            while self._again and not self._ended:
                self._again = False
                self._go_on()
        finally:
            self._working = False

    def take(self, role: Role) -> None:
        """Give up: the connection is handed to another process, where this can't continue."""
        self._end()
        assert not isinstance(role, Endpoint)
        getattr(role, "close")(abort=True)  # noqa: B009

    def _go_on(self) -> None:
        if self._endpoint.deserted:
            self._end()
            return
        self._flush()
        if self._output:
            return
        if self._closing:
            self._say_goodbye()
        elif self._session is not None:
            self._relay(self._session)
        elif self._request is None:
            self._listen()
        elif self._head is not None and not self._pulling:
            self._pulling = True
            browser.pull(self._number)

    def _say_goodbye(self) -> None:
        if self._tls is not None:
            self._tls.close()
            self._output += self._tls.output()
            self._flush()
        self._end()

    def _end(self) -> None:
        self._ended = True
        self._drop_exchange()
        self._endpoint.close()

    def _drop_exchange(self) -> None:
        if under_way.pop(self._number, None) is not None:
            browser.abort(self._number)

    def _fail(self, error: OSError) -> None:
        self._ended = True
        self._drop_exchange()
        self._endpoint.abort(error)

    # To the client

    def _send(self, data: bytes) -> None:
        if self._tls is not None:
            self._tls.send(data)
            data = self._tls.output()
        self._output += data
        self._flush()

    def _flush(self) -> None:
        while self._output:
            with memoryview(self._output) as view:
                try:
                    sent = self._endpoint.write(view)
                except OSError:
                    self._end()
                    return
            if not sent:
                return
            self._output = self._output[sent:]

    # From the client

    def _listen(self) -> None:
        """Read until there is a request, and begin to answer it."""
        while self._request is None and not self._closing and not self._ended:
            try:
                request = self._parser.next()
            except http1.NotHTTPError:
                self._fail(refusal.not_http(self._name))
                return
            except http1.MalformedError as error:
                self._answer(Request("GET", "/", 1, [("Connection", "close")]), error.status)
                return
            if request is not None:
                self._begin(request)
                continue
            if self._parser.expects_continue and not self._continued:
                self._continued = True
                self._send(b"HTTP/1.1 100 Continue\r\n\r\n")
            data = self._read()
            if data is None:
                return
            if not data:
                self._closing = self._again = True
                return
            self._parser.feed(data)

    def _read(self) -> bytes | None:
        """Read what the client sent; b"" at its end, None if nothing has arrived."""
        while True:
            try:
                data = self._endpoint.read(_READ_SIZE)
            except OSError:
                data = b""
            if data and data[0] == _TLS_HANDSHAKE and self._tls is None and self._parser.idle:
                from ..tls import gateway_session  # imported here because few programs need it

                self._tls = gateway_session.ServerSide(self._name)
            if self._tls is None:
                return data
            if self._tls.closed:
                return b""
            if not data:
                return data
            plain = self._tls.receive(data)
            self._output += self._tls.output()
            self._flush()
            if plain:
                return plain

    def _begin(self, request: Request) -> None:
        self._continued = False
        self._request = request
        self._name = name = self._host(request)
        if name in example_domains.NAMES:
            answer = hosts.answer(request)
            self._answer(request, answer.status, answer.headers, answer.body)
        elif web_socket.is_asked_for(request):
            self._open_socket(request)
        elif request.method in _FORBIDDEN_METHODS:
            self._answer(request, HTTPStatus.NOT_IMPLEMENTED)
        elif request.body and request.method in ("GET", "HEAD"):
            self._fail(refusal.get_with_body(name, request))
        else:
            self._fetch(request)

    def _host(self, request: Request) -> str:
        """The host's name for a URL: the one that was resolved, otherwise the one that the client names."""
        known = resolver.name_of(self._address)
        if known is not None:
            return known
        literal = f"[{self._address}]" if ":" in self._address else self._address
        named = (self._tls and self._tls.server_name) or _without_port(request.get("host"))
        if ports.is_local(self._address):
            page = browser.page()
            if page.get("port") == self._port:
                return str(page["hostname"])  # so that it is the page's own origin
            return named if resolver.is_local_name(named) else literal
        if not named or resolver.numeric(named.strip("[]")) is not None or resolver.is_local_name(named):
            return literal
        return named.lower()

    def _answer(self, request: Request, status: HTTPStatus, headers: Headers | None = None, body: bytes = b"") -> None:
        """Send a complete response of the kernel's own."""
        head = http1.respond(request, status, status.phrase, headers or [], len(body))
        self._finish(head)
        self._send(head.data + (b"" if head.bodiless else body))

    def _finish(self, head: Head) -> None:
        """End a response; the next request may follow."""
        under_way.pop(self._number, None)
        self._request = self._head = None
        self._closing = self._closing or head.closes
        self._again = True

    # The browser's part

    def _address_of(self, request: Request, scheme: str) -> str:
        """The URL of a request; also registers this conversation for the browser's events."""
        self._number = next(numbers)
        under_way[self._number] = self
        self._url = f"{scheme if self._tls is None else scheme + 's'}://{self._name}:{self._port}{request.path}"
        return self._url

    def _fetch(self, request: Request) -> None:
        url = self._address_of(request, "http")
        browser.fetch(self._number, url, request.method, _passed_on(request), request.body)

    def responded(self, status: int, reason: str, headers: Iterable[Iterable[str]], length: int | None) -> None:
        """Handle the head of the response."""
        request = self._request
        assert request is not None
        passed = [(name, value) for name, value in headers if name.lower() not in _NOT_PASSED_BACK]
        self._head = head = http1.respond(request, status, reason, passed, length)
        if head.bodiless:
            self._drop_exchange()
            self._finish(head)
        self._send(head.data)
        self.changed()

    def arrived(self, data: bytes | memoryview | None) -> None:
        """Handle a piece of the response, or its end."""
        head = self._head
        assert head is not None
        self._pulling = False
        if data is None:
            self._finish(head)
        piece = b"" if data is None else bytes(data)
        self._send(http1.chunk(piece) if head.chunked else piece)
        self.changed()

    def failed(self, cause: str) -> None:
        """Handle a failure: no response, or no more of it, will arrive."""
        request = self._request
        assert request is not None
        origin = str(browser.page().get("origin", "this page"))
        asked = replace(request, headers=_passed_on(request))
        self._fail(refusal.failed(cause, self._url, self._name, origin, asked))

    # A WebSocket

    def _open_socket(self, request: Request) -> None:
        url = self._address_of(request, "ws")
        browser.open_socket(self._number, url, web_socket.protocols(request))

    def _relay(self, session: web_socket.Session) -> None:
        while data := self._read():
            session.receive(data)
        if data is not None:
            self._closing = self._again = True

    def upgraded(self, protocol: str) -> None:
        """Handle the opening of the browser's WebSocket."""
        assert self._request is not None
        self._session = web_socket.Session(self._number, self._send)
        self._send(web_socket.accept(self._request, protocol))
        self.changed()

    def told(self, data: str | memoryview) -> None:
        """Handle a message from the other host."""
        assert self._session is not None
        self._session.deliver(data if isinstance(data, str) else bytes(data))

    def hung_up(self, code: int, reason: str) -> None:
        """Handle the closing of the browser's WebSocket, or a failure to open it."""
        if self._session is None:
            self._fail(refusal.web_socket(self._name))
        elif code == web_socket.ABNORMAL:
            self.failed("broken")
        else:
            self._session.end(code, reason)
            self._closing = True
            self.changed()


def _without_port(host: str) -> str:
    return re.sub(r":\d*\Z", "", host)


def _passed_on(request: Request) -> Headers:
    """The headers to pass to the browser."""
    return [
        (name, value)
        for name, value in request.headers
        if name.lower() not in _LEFT_OUT and not name.lower().startswith(_LEFT_OUT_BEGINNINGS)
    ]
