"""Names of ports and protocols: the contents of /etc/services and /etc/protocols.

Source: services(5), protocols(5), getservent(3).
"""

from functools import cache
from typing import NamedTuple


class Service(NamedTuple):
    """A line of /etc/services."""

    names: tuple[str, ...]
    port: int
    protocol: str


def _lines(path: str) -> list[list[str]]:
    try:
        with open(path, encoding="utf-8") as file:
            return [fields for line in file if (fields := line.partition("#")[0].split())]
    except FileNotFoundError:  # in tests of the kernel without a browser
        return []


@cache
def services() -> list[Service]:
    """All services, in the file's order."""
    found = []
    for name, where, *others in _lines("/etc/services"):
        port, _, protocol = where.partition("/")
        found.append(Service((name, *others), int(port), protocol))
    return found


def port_of(name: str, protocol: str | None = None) -> int | None:
    """The port of a service; None if it is unknown."""
    for service in services():
        if name in service.names and protocol in (None, service.protocol):
            return service.port
    return None


def name_of(port: int, protocol: str | None = None) -> str | None:
    """The service of a port."""
    for service in services():
        if service.port == port and protocol in (None, service.protocol):
            return service.names[0]
    return None


@cache
def protocols() -> dict[str, int]:
    """The numbers of the Internet's protocols by name and alias."""
    return {name: int(number) for first, number, *others in _lines("/etc/protocols") for name in (first, *others)}
