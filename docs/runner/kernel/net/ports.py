"""The table of bound addresses: ports of this machine, Unix-domain paths; and routing to hosts outside.

Each process knows its own addresses and, through the machine, those of the others.
"""

import errno
import ipaddress
import os
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Protocol

from .. import browser
from ..base.errors import fail
from ..base.hooks import Hook
from ..files import remote
from ..files.stream import BUFFER_SIZE, Address, Connecting, Listener
from ..machine import ends, link
from . import out_of_reach, resolver

# The ports that Linux assigns for port 0 (ip_local_port_range).
_EPHEMERAL = range(32768, 61000)
_PORTS_APART = 1000  # so that processes rarely pick the same one
STREAM, DATAGRAM, PACKETS = 1, 2, 5

_numbers = count(1)


class Mailbox(Protocol):
    """A receiver of datagrams."""

    def arrive(self, data: bytes, source: Address, ancillary: Any = ()) -> bool: ...


def check_path(path: str) -> None:
    """Raise OSError unless the file exists; as in calls of sockets, the error has no file name."""
    try:
        os.stat(path)
    except OSError as error:
        raise fail(error.errno or errno.ENOENT) from None


@dataclass(eq=False)
class Binding:
    """An address that a socket holds: a host and a port, or a path (port -1)."""

    host: str
    port: int
    kind: int = STREAM
    reuse: bool = False
    share: bool = False  # SO_REUSEPORT
    v6only: bool = False
    listener: Listener | None = None
    mailbox: Mailbox | None = None
    name: str = ""  # of a path: as it was passed to bind
    id: str = ""
    owner: int | None = None  # the process, if it is another one
    listening: bool = False
    shared: bool = False  # what arrives waits at the machine (`shared`)

    def _families(self) -> set[int]:
        if ":" not in self.host:
            return {4}
        return {6} if self.v6only or self.host != "::" else {4, 6}

    def overlaps(self, other: "Binding") -> bool:
        """Whether both would receive the same traffic."""
        if (self.port, self.kind) != (other.port, other.kind):
            return False
        if self.port == -1:
            return self.host == other.host
        if not self._families() & other._families():
            return False
        return self.host == other.host or any(is_any(binding.host) for binding in (self, other))

    def receives(self, host: str) -> bool:
        """Whether this binding receives what is sent to `host`."""
        if self.host == host:
            return True
        return is_any(self.host) and (6 if ":" in host else 4) in self._families()


def loopback(host: str) -> str:
    """The loopback address of a numeric host's family."""
    return "::1" if ":" in host else "127.0.0.1"


def reached(host: str) -> str:
    """The host at which an address is reached: for all addresses of this machine, its loopback address."""
    return loopback(host) if is_any(host) else host


def is_any(host: str) -> bool:
    """Whether an address means all addresses of this machine."""
    return host in ("0.0.0.0", "::")


@lru_cache(256)
def is_local(host: str) -> bool:
    """Whether an address is this machine's own."""
    if is_any(host):
        return True
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback


def _is_for_many(host: str) -> bool:
    address = ipaddress.ip_address(host.partition("%")[0])
    return address.is_multicast or host == "255.255.255.255"


_bindings: dict[int | str, list[Binding]] = {}
_others: dict[str, Binding] = {}
_next_port = 0
# The machine's count of changes to addresses, of which all that came before are known here.
_seen = -1
# Ports that programs of this run have used: they are never looked for outside the tab.
_known_ports: set[int] = set()


def _nowhere(attempt: Connecting, host: str, port: int) -> None:
    raise fail(errno.ENETUNREACH)


# Handles a connection attempt to a host outside. Raises OSError.
outside: Hook[[Connecting, str, int], None] = Hook(_nowhere)
# Offered attempts to ports of the reader's machine that this tab has never used; returns whether it handles one.
own_machine: Hook[[Connecting, str, int], bool] = Hook(lambda attempt, host, port: False)


def _key(binding: Binding) -> int | str:
    return binding.host if binding.port == -1 else binding.port


def _hold(binding: Binding) -> None:
    _bindings.setdefault(_key(binding), []).append(binding)


def _held(key: int | str) -> list[Binding]:
    return _bindings.get(key, [])


def number_again() -> None:
    """Restart the numbering of ports: all are free."""
    global _next_port
    _next_port = 0


def _free_port() -> int:
    global _next_port
    for _ in _EPHEMERAL:
        port = _EPHEMERAL[(_next_port + (ends.own_pid - 1) * _PORTS_APART) % len(_EPHEMERAL)]
        _next_port += 1
        if port not in _bindings:
            return port
    raise fail(errno.EADDRINUSE)


def facts(binding: Binding) -> dict[str, Any]:
    """The facts about an address that other processes are told."""
    names = ("id", "host", "port", "kind", "reuse", "share", "v6only", "listening")
    return {name: getattr(binding, name) for name in names}


def _tell(binding: Binding) -> None:
    _known_ports.add(binding.port)
    link.tell("bind", facts(binding))


def _claim(binding: Binding) -> bool:
    """Announce an address that seems to be free.

    Returns whether this process gets it: not if another one has changed any address meanwhile, which is known by now.
    """
    global _seen
    if not (browser.has_company() and browser.can_suspend()):
        _tell(binding)
        return True
    _known_ports.add(binding.port)
    is_given, _seen = link.ask("claim", facts(binding), _seen)
    return bool(is_given)


def _check_free(binding: Binding) -> None:
    for other in _held(_key(binding)):
        both_share = binding.share and other.share
        both_reuse = binding.reuse and other.reuse and not other.listening
        if binding.overlaps(other) and not both_share and not both_reuse:
            raise fail(errno.EADDRINUSE)


def bind(binding: Binding) -> None:
    """Bind an address; port 0 is replaced by a free one.

    Raises OSError: EADDRNOTAVAIL for an address that isn't this machine's, EADDRINUSE.
    """
    if binding.port != -1 and not is_local(binding.host):
        raise fail(errno.EADDRNOTAVAIL)
    if binding.port == -1 and not binding.host.startswith("\0"):
        # Its file is new: earlier files of this name were removed, so their sockets can't be reached any more.
        _bindings.pop(binding.host, None)
    binding.id = ends.new_id()
    any_port = binding.port == 0
    while True:
        if any_port and (binding.port == 0 or _held(binding.port)):
            binding.port = _free_port()
        _check_free(binding)
        _hold(binding)
        if _claim(binding):
            return
        _forget(binding)


def bind_own(binding: Binding) -> None:
    """Bind an address that nobody else can want."""
    binding.id = ends.new_id()
    _hold(binding)
    _tell(binding)


def listen(binding: Binding, listener: Listener) -> None:
    """Register the listener at an address. Raises OSError (EADDRINUSE)."""
    for other in _held(_key(binding)):
        if other is not binding and other.listening and binding.overlaps(other) and not (binding.share and other.share):
            raise fail(errno.EADDRINUSE)
    binding.listener = listener
    binding.listening = True
    _tell(binding)


def unlisten(binding: Binding) -> None:
    """Remove the listener at an address."""
    binding.listener = None
    binding.listening = False
    _tell(binding)


def _forget(binding: Binding) -> None:
    held = _held(_key(binding))
    if binding in held:
        held.remove(binding)
    if not held:
        _bindings.pop(_key(binding), None)


def release(binding: Binding) -> None:
    """Release an address."""
    is_held = binding in _held(_key(binding))
    _forget(binding)
    if not binding.shared:
        link.tell("unbind", binding.id)
    elif is_held:
        # The machine reports when the last process has released it.
        _bound({**facts(binding), "owner": ends.own_pid})


def find(host: str, port: int, kind: int) -> Binding | None:
    """The most specific binding that receives what is sent to an address."""
    if port == -1:
        path = host if host.startswith("\0") else os.path.realpath(host)
        candidates = [b for b in _held(path) if b.kind == kind]
    else:
        if is_any(host):
            host = "::1" if ":" in host else "127.0.0.1"
        host = host.removeprefix("::ffff:") if "." in host else host
        candidates = [b for b in _held(port) if b.kind == kind and b.port == port and b.receives(host)]
    if kind != DATAGRAM:
        candidates = [b for b in candidates if b.listening]
    candidates.sort(key=lambda binding: is_any(binding.host))
    return candidates[0] if candidates else None


def name_of(path: str, kind: int) -> str:
    """The name that the socket at a path was bound to, which may be relative; another process doesn't tell it."""
    binding = find(path, -1, kind)
    return (binding and binding.name) or path


def _check_path(path: str) -> None:
    if not path.startswith("\0"):
        check_path(path)


def check_kind(path: str, kind: int) -> None:
    """Raise OSError (EPROTOTYPE) if a socket of another kind is bound to a path."""
    if any(binding.kind != kind for binding in _held(path)):
        raise fail(errno.EPROTOTYPE)


def reach(attempt: Connecting, host: str, port: int, kind: int = STREAM) -> None:
    """Route a connection attempt to its listener. Raises OSError: FileNotFoundError if the path doesn't exist."""
    if port != -1 and not is_local(host):
        outside(attempt, host, port)
        return
    binding = find(host, port, kind)
    if binding is None:
        if port == -1:
            _check_path(host)
            check_kind(host, kind)
        elif port not in _known_ports and own_machine(attempt, host, port):
            return
        attempt.refuse()
    elif binding.listener is not None:
        binding.listener.arrive(attempt)
    else:
        reach_other(attempt, binding)


def reach_other(attempt: Connecting, binding: Binding) -> None:
    """Route a connection attempt to a listener of another process, or a shared one. Raises OSError (EOPNOTSUPP)."""
    if binding.kind == PACKETS:
        raise fail(errno.EOPNOTSUPP, "In this page, a SOCK_SEQPACKET connection stays within a process")
    ids = [ends.new_id(), ends.new_id()]
    owner = ends.own_pid if binding.owner is None else binding.owner
    request = {"owner": owner, "binding": binding.id, "ids": ids, "capacity": BUFFER_SIZE}
    if link.ask("connect", {**request, "local": attempt.remote, "remote": attempt.local}):
        attempt.succeed(remote.RemoteEnd(ids[0], BUFFER_SIZE, False, attempt.local, attempt.remote))
        link.tell("refresh", ids[0])
    else:
        attempt.refuse()


def post(host: str, port: int, data: bytes, source: Address, ancillary: Any = ()) -> bool | None:
    """Send a datagram; returns whether there was room, None if there is no receiver.

    Raises OSError: FileNotFoundError for a path, ENETUNREACH for a host outside.
    """
    if port != -1 and not is_local(host) and not _is_for_many(host):
        raise out_of_reach.datagram(resolver.name_of(host) or host)
    binding = find(host, port, DATAGRAM)
    if binding is None:
        if port == -1:
            _check_path(host)
            check_kind(host, DATAGRAM)
        return None
    if binding.mailbox is not None:
        return binding.mailbox.arrive(data, source, ancillary)
    send_datagram(binding, data, source, ancillary)
    return True


def send_datagram(binding: Binding, data: bytes, source: Address, ancillary: Any = ()) -> None:
    """Send a datagram to a receiver in another process, or a shared one. Raises OSError (EOPNOTSUPP)."""
    if any(isinstance(content, list) for _, _, content in ancillary):
        raise fail(errno.EOPNOTSUPP, "In this page, a datagram can't send a descriptor to another process")
    owner = ends.own_pid if binding.owner is None else binding.owner
    link.tell("datagram", {"owner": owner, "binding": binding.id, "data": data, "source": source})


# Reports from the machine about other processes


def _bound(binding: dict[str, Any]) -> None:
    known = _others.pop(binding["id"], None)
    if known is not None:
        _forget(known)
    other = Binding(**binding)
    _known_ports.add(other.port)
    _others[other.id] = other
    if other.port == -1 and not other.host.startswith("\0"):
        _bindings.pop(other.host, None)
    _hold(other)


def _unbound(id: str) -> None:
    known = _others.pop(id, None)
    if known is not None:
        _forget(known)


def _own(id: str) -> Binding | None:
    return next((b for held in _bindings.values() for b in held if b.id == id and b.owner is None), None)


def _incoming(binding: str, end: str, local: Any, remote_address: Any) -> None:
    connection = remote.RemoteEnd(end, BUFFER_SIZE, False, remote.address(local), remote.address(remote_address))
    link.tell("refresh", end)
    own = _own(binding)
    if own is not None and own.listener is not None:
        own.listener.admit(connection)
    else:
        connection.close(abort=True)


def _datagram(binding: str, data: Any, source: Any) -> None:
    own = _own(binding)
    if own is not None and own.mailbox is not None:
        own.mailbox.arrive(bytes(data), remote.address(source))


link.on("ports", lambda ports: _known_ports.update(ports))
link.on("bound", _bound)
link.on("unbound", _unbound)
link.on("incoming", lambda binding, end, local, remote: _incoming(binding, end, local, remote))
link.on("datagram", _datagram)
