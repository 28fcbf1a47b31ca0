"""Why something did not leave the tab: the errors that programs get, in words that say what happened and why."""

import errno

from .files import fail
from .http1 import Request

# Ports that browsers connect to for nobody (https://fetch.spec.whatwg.org/#port-blocking).
BAD_PORTS = {
    *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109),
    *(110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530),
    *(531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190),
    *(5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
}
# What a request of any site may have without the other host being asked before (https://fetch.spec.whatwg.org/).
_SIMPLE_METHODS = {"GET", "HEAD", "POST"}
_SIMPLE_HEADERS = {"accept", "accept-language", "content-language", "range"}
_SIMPLE_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")

_ONLY_HTTP = "only HTTP and HTTPS leave the tab, because a page may not open sockets"


def _asks_before(request: Request) -> str:
    """What of a request needs the other host's consent: a method, headers. "" if nothing does."""
    needs = [] if request.method in _SIMPLE_METHODS else [f"the method {request.method}"]
    for name, value in request.headers:
        lower = name.lower()
        if lower == "content-type":
            if value.partition(";")[0].strip().lower() not in _SIMPLE_TYPES:
                needs.append(f"Content-Type: {value}")
        elif lower not in _SIMPLE_HEADERS:
            needs.append(f"the header {name}")
    return ", ".join(needs)


def withheld(host: str, origin: str, request: Request) -> OSError:
    """The host answered and the browser keeps the answer from the page."""
    needs = _asks_before(request)
    missing = f"it sent no Access-Control-Allow-Origin for {origin}"
    if needs:
        missing += f", or doesn't allow {needs}"
    return fail(
        errno.EACCES,
        f"{host} answered, but it doesn't let pages of other sites read its answers (CORS: {missing}). A browser "
        "can't read them then; the same program can on your own machine",
    )


def failed(cause: str, url: str, host: str, origin: str, request: Request) -> OSError:
    """Why `fetch()` failed, as gateway.js found out."""
    if cause == "withheld":
        return withheld(host, origin, request)
    if cause == "offline":
        return fail(errno.ENETUNREACH, f"{host} can't be reached: this browser is offline")
    if cause == "mixed":
        return fail(
            errno.EACCES,
            f"{host} was not asked: this page came over HTTPS, and browsers don't let such a page use plain HTTP. "
            "Try https:// instead",
        )
    if cause == "broken":
        return fail(errno.ECONNRESET, f"The connection to {host} broke while its answer was read")
    if cause == "unsendable":
        return fail(errno.EINVAL, f"A browser can't send this request ({request.method} {url})")
    reasons = "no such host, nobody answers there, or it speaks no HTTP"
    if url.startswith("https:"):
        reasons += ", or the browser doesn't trust its certificate"
    return fail(errno.EHOSTUNREACH, f"{host} can't be reached: {reasons}. The browser tells a page no more")


def not_http(host: str) -> OSError:
    """A program spoke something else to a host outside."""
    return fail(errno.ECONNABORTED, f"{host} was not contacted: {_ONLY_HTTP}, and this was neither")


def bad_port(host: str, port: int) -> OSError:
    """A port of other protocols."""
    return fail(errno.ECONNREFUSED, f"{host} port {port} can't be reached: {_ONLY_HTTP}, and never to this port")


def datagram(host: str) -> OSError:
    """A datagram to a host outside."""
    return fail(errno.ENETUNREACH, f"{host} can't be reached with datagrams: {_ONLY_HTTP}")


def web_socket(host: str) -> OSError:
    """A WebSocket that could not be opened."""
    return fail(
        errno.EHOSTUNREACH,
        f"{host} can't be reached with a WebSocket: no such host, nobody answers there, or it doesn't let this page "
        "in. The browser tells a page no more",
    )


def get_with_body(host: str, request: Request) -> OSError:
    """A body that `fetch()` doesn't take."""
    return fail(errno.EINVAL, f"{host} was not asked: a browser can't send a body with {request.method}")


def handed_over(host: str) -> OSError:
    """A connection to outside was given to another process."""
    return fail(errno.ECONNABORTED, f"The connection to {host} can't go to another process: each has its own gateway")
