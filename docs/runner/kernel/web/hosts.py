"""Hosts that the kernel provides: the example domains (RFC 2606), which answer without a network.

The page has the text of IANA's (https://www.iana.org/help/example-domains).
"""

from dataclasses import dataclass
from http import HTTPStatus

from .http1 import Headers, Request

_PORTS = (80, 443)

_PAGE = b"""<!doctype html>
<html lang="en">
<head>
<title>Example Domain</title>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<h1>Example Domain</h1>
<p>This domain is for use in documentation examples without needing permission. Avoid use in operations.</p>
<p><a href="https://www.iana.org/domains/example">Learn more</a></p>
</body>
</html>
"""


@dataclass
class Answer:
    """A complete response."""

    status: HTTPStatus
    headers: Headers
    body: bytes


def listens(port: int) -> bool:
    """Whether these hosts answer on a port."""
    return port in _PORTS


def answer(request: Request) -> Answer:
    """The response of an example domain's server."""
    kind = ("Content-Type", "text/html; charset=UTF-8")
    if request.method not in ("GET", "HEAD"):
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED, [kind, ("Allow", "GET, HEAD")], b"")
    if request.path.partition("?")[0] not in ("/", "/index.html"):
        return Answer(HTTPStatus.NOT_FOUND, [kind], _PAGE.replace(b"Example Domain", b"404 Not Found"))
    return Answer(HTTPStatus.OK, [kind], _PAGE)
