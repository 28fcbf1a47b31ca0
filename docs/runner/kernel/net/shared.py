"""Listening and datagram sockets shared by several processes: what arrives waits at the machine.

Such a socket belongs to its process until a child inherits it; then `share` hands it to the machine, and the process
that asks first gets the next connection or datagram (machine/shared-sockets.js).
"""

from typing import Any, Protocol

from ..files import remote
from ..files.remote import RemoteEnd, address
from ..files.stream import BUFFER_SIZE, Address, Connecting, Connection, Endpoint, Listener, Message, Role
from ..files.table import HUP, IN, OUT
from ..machine import ends, link
from . import ports
from .datagram import Mailbox


class _AtTheMachine(Role):
    """A role whose arrivals wait at the machine."""

    def _begin(self, identifier: str, binding: ports.Binding) -> None:
        self.id = identifier
        self.binding = binding
        self._readable = False
        ends.register(identifier, self)

    def update(self, events: int, consumed: int) -> None:
        """Handle the machine's report of a change."""
        self._readable = bool(events & IN)
        self.changed()

    def _release(self) -> None:
        """Drop this process's reference."""
        if ends.register(self.id, None):
            link.tell("releaseShared", self.id)

    def _take(self, peek: bool) -> Any:
        """Take the oldest item, None if there is none or another process took it."""
        answer = link.ask("takeShared", self.id, peek) if self._readable else None
        self._readable = answer is not None and answer["more"]
        return None if answer is None else answer["item"]


class RemoteListener(_AtTheMachine, Listener):
    """A listener shared by several processes."""

    def __init__(self, identifier: str, binding: ports.Binding, local: Address, backlog: int) -> None:
        super().__init__(local, backlog)
        self._is_shut = False
        self._begin(identifier, binding)

    def events(self) -> int:
        """Readable while a connection waits to be accepted, as far as this process knows."""
        return super().events() | (IN if self._readable else 0)

    def update(self, events: int, consumed: int) -> None:
        """Handle the machine's report that another process has shut it down, or that something has arrived."""
        if events & HUP:
            self._is_shut = True
            self.owner.stop_listening()  # type: ignore[union-attr]
        else:
            super().update(events, consumed)

    def stop(self) -> None:
        """Stop the arrival of connections, in all processes."""
        if not self._is_shut:
            link.tell("shutShared", self.id)

    def arrive(self, attempt: Connecting) -> None:
        """Handle a connection attempt of this process."""
        ports.reach_other(attempt, self.binding)

    def accept(self) -> Connection | None:
        """Take the oldest connection, None if there is none or another process took it."""
        item = self._take(peek=False)
        if item is None:
            return super().accept()
        end = RemoteEnd(item["end"], BUFFER_SIZE, False, address(item["local"]), address(item["remote"]))
        link.tell("refresh", end.id)
        return end

    def close(self) -> None:
        """Drop this process's reference."""
        self._release()
        super().close()


class RemoteMailbox(_AtTheMachine, Mailbox):
    """A mailbox shared by several processes."""

    def __init__(self, identifier: str, binding: ports.Binding, is_unix: bool) -> None:
        super().__init__(is_unix)
        self._begin(identifier, binding)

    def events(self) -> int:
        """The current events, as far as this process knows."""
        return super().events() | OUT | (IN if self._readable else 0)

    def arrive(self, data: bytes, source: Address, ancillary: Any = ()) -> bool:
        """Forward a datagram of this process."""
        ports.send_datagram(self.binding, data, source, ancillary)
        return True

    def receive(self, size: int, peek: bool) -> Message | None:
        """Take the next datagram, cut to `size`; None if it would block. Raises a pending OSError."""
        while not self.error and self._readable:
            item = self._take(peek)
            if item is None:
                break
            data, source = bytes(item["data"]), address(item["source"])
            if self.peer_address is None or self.is_unix or source == self.peer_address:
                return Message(data[:size], source, [], length=len(data))
        return super().receive(size, peek)

    def close(self) -> None:
        """Drop this process's reference."""
        self._release()
        super().close()


class _Unaccepted:
    """The owner of a connection that isn't accepted yet."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.owner = self

    def take(self, connection: Connection) -> None:
        """Do nothing: the machine keeps the connection now."""
        self.connection = connection

    def changed(self) -> None:
        """Do nothing: no thread waits for it yet."""


def _item(connection: Connection) -> dict[str, Any]:
    """Describe an unaccepted connection for the machine."""
    held = _Unaccepted(connection)
    if isinstance(connection, Endpoint):
        remote.share_connection(connection)
    end = held.connection
    assert isinstance(end, RemoteEnd)
    ends.register(end.id, None)
    return {"end": end.id, "local": end.local, "remote": end.remote}


class Holder(Protocol):
    """A socket's open file description (`description.Description`)."""

    role: Role | None
    binding: ports.Binding | None
    family: int
    type: int
    proto: int
    unix_name: str | None
    blocking: bool

    def take(self, role: Role) -> None:
        """Take on a role."""


def _hand_over(description: Holder, binding: ports.Binding) -> RemoteListener | RemoteMailbox | None:
    """Hand a socket to the machine, which keeps what arrives from now on."""
    role = description.role
    identifier = ends.new_id()
    shared: RemoteListener | RemoteMailbox
    queue: list[dict[str, Any]]
    if isinstance(role, Listener):
        shared = RemoteListener(identifier, binding, role.local, role.backlog)
        queue = [_item(connection) for connection in role._established]
        role._established.clear()
        binding.listener = shared
    elif isinstance(role, Mailbox):
        shared = RemoteMailbox(identifier, binding, role.is_unix)
        shared.local, shared.peer, shared.peer_address = role.local, role.peer, role.peer_address
        queue = [{"data": message.data, "source": message.source} for message in role.take_messages()]
        binding.mailbox = shared
    else:
        return None
    link.tell("createShared", identifier, binding.id, queue)
    binding.shared = True
    description.take(shared)
    shared.update(IN if queue else 0, 0)
    return shared


def _name_pair(first: Mailbox, second: Mailbox) -> None:
    """Give the sockets of a pair addresses, which no program sees, so that each reaches the other from any process."""
    names = [f"\0{ends.new_id()} of a pair" for _ in range(2)]
    for side, own, other in ((first, names[0], names[1]), (second, names[1], names[0])):
        side.partner = None
        side.peer, side.peer_address = (other, -1), ""
        owner: Any = side.owner
        if not side.gone:
            owner.binding, owner.unix_name = ports.Binding(own, -1, ports.DATAGRAM, mailbox=side), ""
            ports.bind_own(owner.binding)


def share(description: Holder) -> dict[str, Any] | None:
    """Describe a socket so that another process can open it; None if it has no address."""
    role = description.role
    if isinstance(role, Mailbox) and role.partner is not None:
        _name_pair(role, role.partner)
    binding = description.binding
    if binding is None:
        return None
    if not isinstance(role, (RemoteListener, RemoteMailbox)):
        role = _hand_over(description, binding)
    if role is None:
        return None
    shared: dict[str, Any] = {
        "sharedSocket": role.id,
        "socket": [description.family, description.type, description.proto],
    }
    shared |= {"binding": ports.facts(binding), "name": description.unix_name, "blocking": description.blocking}
    shared |= {"local": role.local, "backlog": role.backlog if isinstance(role, RemoteListener) else None}
    if isinstance(role, RemoteMailbox):
        shared |= {"peer": role.peer, "peerAddress": role.peer_address}
    return shared
