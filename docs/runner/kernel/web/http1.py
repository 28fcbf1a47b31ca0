"""The server side of HTTP/1.1: parsing requests, and writing the head of a response.

Source: RFC 9112 (HTTP/1.1), RFC 9110 (HTTP).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

Headers: TypeAlias = list[tuple[str, str]]

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
# The possibly incomplete beginning of a request: no method is longer than 32 letters.
_BEGINNING = re.compile(_TOKEN[:-1] + rb"{1,32}(?: |\Z)")
_REQUEST_LINE = re.compile(rb"(" + _TOKEN + rb") ([\x21-\xff]+) HTTP/1\.([01])")
_FIELD_NAME = re.compile(_TOKEN)
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;|\Z)")
_LONGEST_HEAD = 1 << 20
_LONGEST_SIZE_LINE = 1 << 12
# Headers that apply to one connection, not to the message.
HOP_BY_HOP = {
    *("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
    *("content-length", "expect"),
}


class NotHTTPError(Exception):
    """The data isn't HTTP at all."""


class MalformedError(Exception):
    """A request that a server answers with an error status."""

    def __init__(self, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Request:
    """A request with its complete body."""

    method: str
    target: str
    minor: int  # of the version: HTTP/1.0 or HTTP/1.1
    headers: Headers
    body: bytes = b""

    def get(self, name: str) -> str:
        """A header's value, "" if it is missing."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def says(self, name: str, word: str) -> bool:
        """Whether a list-valued header contains an entry."""
        return word in (entry.strip() for entry in self.get(name).lower().split(","))

    @property
    def keeps_alive(self) -> bool:
        """Whether the client may send another request on this connection."""
        return self.says("connection", "keep-alive") if self.minor == 0 else not self.says("connection", "close")

    @property
    def path(self) -> str:
        """The path and query, also of a target that names the host."""
        if self.target.startswith("/"):
            return self.target
        return "/" + re.sub(r"\A[A-Za-z][A-Za-z0-9+.\-]*://[^/?]*/?", "", self.target)


class Parser:
    """An incremental parser of requests."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._request: Request | None = None  # while its body is incomplete
        self._left: int | None = 0  # missing bytes of the body or chunk, None: a chunk's size is next
        self._chunked = False
        self._body = bytearray()

    def feed(self, data: bytes) -> None:
        """Add received bytes."""
        self._buffer += data

    @property
    def expects_continue(self) -> bool:
        """Whether the client waits for "100 Continue" before it sends the body."""
        request = self._request
        return request is not None and request.minor == 1 and not self._body and request.says("expect", "100-continue")

    @property
    def idle(self) -> bool:
        """Whether no part of a request has arrived."""
        return self._request is None and not self._buffer

    def next(self) -> Request | None:
        """The next complete request, None until there is one. Raises NotHTTPError, MalformedError."""
        if self._request is None:
            self._read_head()
        request = self._request
        if request is None or not (self._read_chunks() if self._chunked else self._take()):
            return None
        request.body = bytes(self._body)
        self._request = None
        self._body.clear()
        return request

    def _read_head(self) -> None:
        while self._buffer.startswith(b"\r\n"):
            del self._buffer[:2]
        if self._buffer and self._buffer != b"\r" and not _BEGINNING.match(self._buffer, 0, 33):
            raise NotHTTPError
        line, newline, _ = self._buffer.partition(b"\r\n")
        if newline and not _REQUEST_LINE.fullmatch(line):
            raise NotHTTPError
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            if len(self._buffer) > _LONGEST_HEAD:
                raise MalformedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        self._buffer = rest
        self._request = self._parse_head(bytes(head))
        self._prepare_body(self._request)

    def _parse_head(self, head: bytes) -> Request:
        first, *lines = head.split(b"\r\n")
        match = _REQUEST_LINE.fullmatch(first)
        if match is None:
            raise NotHTTPError
        headers: Headers = []
        for line in lines:
            name, colon, value = line.partition(b":")
            if not colon or not _FIELD_NAME.fullmatch(name):
                raise MalformedError
            headers.append((name.decode("ascii"), value.strip(b" \t").decode("latin-1")))
        method, target, minor = match.groups()
        return Request(method.decode("ascii"), target.decode("latin-1"), int(minor), headers)

    def _prepare_body(self, request: Request) -> None:
        encoding = request.get("transfer-encoding").lower()
        if encoding and encoding != "chunked":
            raise MalformedError(HTTPStatus.NOT_IMPLEMENTED)
        self._chunked = bool(encoding)
        length = request.get("content-length") or "0"
        if not length.isascii() or not length.isdecimal():
            raise MalformedError
        self._left = None if self._chunked else int(length)

    def _take(self) -> bool:
        """Move the received part of a body or chunk; returns whether it is complete."""
        assert self._left is not None
        part = self._buffer[: self._left]
        self._body += part
        self._left -= len(part)
        del self._buffer[: len(part)]
        return self._left == 0

    def _read_chunks(self) -> bool:
        """Read chunks; returns whether the last one has arrived. A trailer after it is dropped."""
        while True:
            if self._left is None:
                end = self._buffer.find(b"\r\n", 0, _LONGEST_SIZE_LINE)
                if end < 0:
                    if len(self._buffer) >= _LONGEST_SIZE_LINE:
                        raise MalformedError
                    return False
                size = _SIZE.match(self._buffer, 0, end)
                if size is None:
                    raise MalformedError
                self._left = int(size[1], 16)
                if self._left == 0:
                    self._left = None
                    return self._read_trailer(end)
                del self._buffer[: end + 2]
            if self._left and not self._take():
                return False
            if len(self._buffer) < 2:
                return False
            if self._buffer[:2] != b"\r\n":
                raise MalformedError
            del self._buffer[:2]
            self._left = None

    def _read_trailer(self, start: int) -> bool:
        # The last chunk's line, fields, an empty line.
        end = self._buffer.find(b"\r\n\r\n", start)
        if end < 0:
            return False
        del self._buffer[: end + 4]
        return True


@dataclass
class Head:
    """The encoded head of a response, and how its body is sent."""

    data: bytes
    chunked: bool
    closes: bool
    bodiless: bool


def _shown(name: str) -> str:
    """A header's name with the usual capitals: browsers use lower case."""
    return "-".join(part.capitalize() for part in name.split("-")) if name.islower() else name


def respond(request: Request, status: int, reason: str, headers: Iterable[tuple[str, str]], length: int | None) -> Head:
    """The head of the response to a request; `length` is the body's, None if it isn't known."""
    if not reason and status in HTTPStatus._value2member_map_:
        reason = HTTPStatus(status).phrase
    fields = list(headers)
    bodiless = request.method == "HEAD" or status in (204, 304) or status < 200
    chunked = False
    closes = not request.keeps_alive
    if length is not None and status != 204:
        fields.append(("Content-Length", str(length)))
    elif not bodiless:
        chunked = request.minor == 1
        closes = closes or not chunked
        if chunked:
            fields.append(("Transfer-Encoding", "chunked"))
    if closes:
        fields.append(("Connection", "close"))
    elif request.minor == 0:
        fields.append(("Connection", "keep-alive"))
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{_shown(name)}: {value}" for name, value in fields)]
    data = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
    return Head(data, chunked, closes, bodiless)


def chunk(data: bytes) -> bytes:
    """A piece of a chunked body; b"" ends it."""
    return b"%x\r\n%b\r\n" % (len(data), data)
