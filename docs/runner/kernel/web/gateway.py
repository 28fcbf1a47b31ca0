"""Connections to hosts outside the tab: a program's HTTP requests become the browser's `fetch()`.

A page can't open sockets. But it can fetch, and nearly everything that programs want from hosts outside is HTTP. So the
kernel itself is the server at the other end of such a connection: it reads the requests, has the browser make them
(gateway.js), and writes the responses, piece by piece as they arrive. Clients see ordinary sockets and HTTP/1.1.
"""

from collections.abc import Callable
from typing import Any

from .. import browser
from ..files.stream import Connecting
from ..machine import link
from ..net import example_domains, out_of_reach, resolver
from . import hosts
from .conversation import Conversation, numbers, under_way

_probes: dict[int, Callable[[bool], None]] = {}


# Hooks of the kernel


def outside(attempt: Connecting, host: str, port: int) -> None:
    """Accept a program's connection to a host outside. Raises OSError for a port that can't be reached."""
    name = resolver.name_of(host) or host
    if name in example_domains.NAMES:
        if not hosts.listens(port):
            attempt.refuse()
            return
    elif port in out_of_reach.BAD_PORTS:
        raise out_of_reach.bad_port(name, port)
    Conversation(attempt.establish(), host, port)


def own_machine(attempt: Connecting, host: str, port: int) -> bool:
    """Try a connection to a port unknown in this tab on the reader's machine; returns whether it is tried.

    Only if the page itself comes from that machine: other sites must not look there.
    """
    page = browser.page()
    if not page.get("loopback"):
        return False
    if port == page["port"]:
        Conversation(attempt.establish(), host, port)
        return True

    def decide(found: bool) -> None:
        if attempt.abandoned:
            return
        if found:
            Conversation(attempt.establish(), host, port)
        else:
            attempt.refuse()

    number = next(numbers)
    _probes[number] = decide
    literal = f"[{host}]" if ":" in host else host
    browser.probe(number, f"{literal}:{port}")
    return True


# Messages from gateway.js


def _route(kind: str, method: Callable[..., None]) -> None:
    """Pass messages of a kind to a method of their conversation, if it still exists."""

    def receive(number: int, **entries: Any) -> None:
        conversation = under_way.get(number)
        if conversation is not None:
            method(conversation, **entries)

    link.on(kind, receive)


def install() -> None:
    """Enable connections out of the tab."""
    _route("responded", Conversation.responded)
    _route("arrived", Conversation.arrived)
    _route("fetchFailed", Conversation.failed)
    _route("socketOpened", Conversation.upgraded)
    _route("socketTold", Conversation.told)
    _route("socketClosed", Conversation.hung_up)
    link.on("probed", lambda number, found: _probes.pop(number)(found))
