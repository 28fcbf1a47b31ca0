"""The ports of this tab: who listens where, and what lies outside."""

import errno
import ipaddress
from dataclasses import dataclass

from .files import fail
from .stream import Connecting, Listener

# What Linux hands out where a program asks for port 0 (ip_local_port_range).
_EPHEMERAL = range(32768, 61000)

OUTSIDE = (
    "Network is unreachable: programs in this page reach the servers that they start themselves (127.0.0.1), "
    "not the Internet"
)


@dataclass(eq=False)
class Binding:
    """An address that a socket holds."""

    host: str
    port: int
    reuse: bool = False
    share: bool = False  # SO_REUSEPORT
    v6only: bool = False
    listener: Listener | None = None

    def _families(self) -> set[int]:
        if ":" not in self.host:
            return {4}
        return {6} if self.v6only or self.host != "::" else {4, 6}

    def overlaps(self, other: "Binding") -> bool:
        """Whether the two would receive the same connections."""
        if self.port != other.port or not self._families() & other._families():
            return False
        return self.host == other.host or any(is_any(binding.host) for binding in (self, other))

    def receives(self, host: str) -> bool:
        """Whether a connection to `host` is this binding's."""
        if self.host == host:
            return True
        return is_any(self.host) and (6 if ":" in host else 4) in self._families()


def is_any(host: str) -> bool:
    """Whether an address stands for all of this machine's."""
    return host in ("0.0.0.0", "::")


def is_local(host: str) -> bool:
    """Whether an address is this machine's own."""
    if is_any(host):
        return True
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback


_bindings: dict[int, list[Binding]] = {}
_next_port = 0


def _free_port(binding: Binding) -> int:
    global _next_port
    for _ in _EPHEMERAL:
        port = _EPHEMERAL[_next_port % len(_EPHEMERAL)]
        _next_port += 1
        if port not in _bindings:
            return port
    raise fail(errno.EADDRINUSE)


def bind(binding: Binding) -> None:
    """Take an address; port 0 is replaced by a free one.

    Raises OSError: EADDRNOTAVAIL for an address that isn't this machine's, EADDRINUSE.
    """
    if not is_local(binding.host):
        raise fail(errno.EADDRNOTAVAIL)
    if binding.port == 0:
        binding.port = _free_port(binding)
    for other in _bindings.get(binding.port, ()):
        both_share = binding.share and other.share
        both_reuse = binding.reuse and other.reuse and other.listener is None
        if binding.overlaps(other) and not both_share and not both_reuse:
            raise fail(errno.EADDRINUSE)
    _bindings.setdefault(binding.port, []).append(binding)


def listen(binding: Binding, listener: Listener) -> None:
    """Let connections to an address arrive at a listener. Raises OSError (EADDRINUSE)."""
    for other in _bindings[binding.port]:
        if other is not binding and other.listener and binding.overlaps(other) and not (binding.share and other.share):
            raise fail(errno.EADDRINUSE)
    binding.listener = listener


def release(binding: Binding) -> None:
    """Give an address back."""
    held = _bindings.get(binding.port, [])
    if binding in held:
        held.remove(binding)
    if not held:
        _bindings.pop(binding.port, None)


def reach(attempt: Connecting, host: str, port: int) -> None:
    """Send a connection attempt to where it belongs. Raises OSError (ENETUNREACH) for an address outside."""
    if not is_local(host):
        raise fail(errno.ENETUNREACH, OUTSIDE)
    if is_any(host):
        host = "::1" if ":" in host else "127.0.0.1"
    if host.startswith("::ffff:"):
        host = host.removeprefix("::ffff:")
    listening = [b for b in _bindings.get(port, ()) if b.listener is not None and b.receives(host)]
    # An address of one's own is more specific than all addresses.
    listening.sort(key=lambda binding: is_any(binding.host))
    if listening and listening[0].listener is not None:
        listening[0].listener.arrive(attempt)
    else:
        attempt.refuse()
