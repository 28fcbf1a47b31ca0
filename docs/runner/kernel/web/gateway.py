"""Connections to hosts outside the tab: what a program says in HTTP becomes the browser's `fetch()`.

A page may not open sockets. But it may fetch, and nearly all that programs want of hosts outside is HTTP. So the kernel
itself is the server at the other end of such a connection: it reads the requests, lets the browser make them
(gateway.js), and writes the answers, piece by piece as they come. Clients see sockets and HTTP/1.1, as ever.
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


# What the kernel asks


def outside(attempt: Connecting, host: str, port: int) -> None:
    """A program connects to a host outside. Raises OSError for a port that is out of reach."""
    name = resolver.name_of(host) or host
    if name in example_domains.NAMES:
        if not hosts.listens(port):
            attempt.refuse()
            return
    elif port in out_of_reach.BAD_PORTS:
        raise out_of_reach.bad_port(name, port)
    Conversation(attempt.establish(), host, port)


def own_machine(attempt: Connecting, host: str, port: int) -> bool:
    """A program connects to a port that this tab has never had; whether it is looked for on the reader's machine.

    Only where the page itself comes from that machine: other sites have no business there.
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


# What gateway.js tells


def _hear(kind: str, method: Callable[..., None]) -> None:
    """Let the conversation that a message is for hear of it, if it still goes on."""

    def receive(number: int, **entries: Any) -> None:
        conversation = under_way.get(number)
        if conversation is not None:
            method(conversation, **entries)

    link.on(kind, receive)


def install() -> None:
    """Let connections leave the tab."""
    _hear("responded", Conversation.responded)
    _hear("arrived", Conversation.arrived)
    _hear("fetchFailed", Conversation.failed)
    _hear("socketOpened", Conversation.upgraded)
    _hear("socketTold", Conversation.told)
    _hear("socketClosed", Conversation.hung_up)
    link.on("probed", lambda number, found: _probes.pop(number)(found))
