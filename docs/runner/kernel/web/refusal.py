"""Errors for requests that can't leave the tab, with messages that say what happened and why."""

import errno

from ..base.errors import fail
from ..net.out_of_reach import ONLY_HTTP
from .http1 import Request

# What a cross-origin request may contain without a preflight (https://fetch.spec.whatwg.org/).
_SIMPLE_METHODS = {"GET", "HEAD", "POST"}
_SIMPLE_HEADERS = {"accept", "accept-language", "content-language", "range"}
_SIMPLE_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


def _asks_before(request: Request) -> str:
    """The parts of a request that need a preflight: a method, headers. "" if there are none."""
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
    """The error if the host answered, but the browser withholds the response from the page."""
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
    """The error for a failed `fetch()`, by the cause that gateway.js found out."""
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
    reasons = "the host doesn't exist, doesn't answer, or doesn't speak HTTP"
    if url.startswith("https:"):
        reasons += ", or the browser doesn't trust its certificate"
    return fail(errno.EHOSTUNREACH, f"{host} can't be reached: {reasons}. The browser doesn't tell a page the cause")


def not_http(host: str) -> OSError:
    """The error if a program uses another protocol to a host outside."""
    return fail(errno.ECONNABORTED, f"{host} was not contacted: {ONLY_HTTP}, and this was neither")


def web_socket(host: str) -> OSError:
    """The error for a WebSocket that could not be opened."""
    return fail(
        errno.EHOSTUNREACH,
        f"{host} can't be reached with a WebSocket: the host doesn't exist, doesn't answer, or doesn't "
        "accept this page. The browser doesn't tell a page the cause",
    )


def get_with_body(host: str, request: Request) -> OSError:
    """The error for a body that `fetch()` doesn't accept."""
    return fail(errno.EINVAL, f"{host} was not asked: a browser can't send a body with {request.method}")
