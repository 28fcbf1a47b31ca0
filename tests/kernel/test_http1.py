"""Requests out of bytes, as the gateway reads them."""

import pytest
from kernel.web import http1


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
