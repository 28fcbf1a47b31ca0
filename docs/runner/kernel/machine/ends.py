"""The receivers of the machine's reports about the objects that it keeps for this process, by identifier.

The machine keeps everything that several processes share: ends of pipes and connections, listening and datagram
sockets.
"""

from itertools import count
from typing import Any, Protocol

from . import link


class Receiver(Protocol):
    """A receiver of reports about an object that the machine keeps."""

    owner: Any

    def update(self, events: int, consumed: int) -> None:
        """Handle a report: the new events, and how many of this process's bytes were read."""


own_pid = 1  # part of the identifiers that this process assigns
_numbers = count(1)
_receivers: dict[str, Receiver] = {}


def identify(pid: int, generation: int) -> None:
    """Set the identity of a program: identifiers assigned by the process's former programs may still be in use."""
    global own_pid, _numbers
    own_pid = pid
    _numbers = count((generation << 40) + 1)


def new_id() -> str:
    """Create an identifier that is unique among all processes."""
    return f"{own_pid}:{next(_numbers)}"


def register(identifier: str, receiver: Receiver | None) -> bool:
    """Set or remove the receiver of reports about an object; returns whether there was one."""
    was_registered = _receivers.pop(identifier, None) is not None
    if receiver is not None:
        _receivers[identifier] = receiver
    return was_registered


def owner(identifier: str) -> Any:
    """The owner of an object's receiver; None if there is no receiver."""
    receiver = _receivers.get(identifier)
    return None if receiver is None else receiver.owner


def _changed(id: str, events: int, consumed: int, data: Any = None, capacity: int | None = None) -> None:
    receiver = _receivers.get(id)
    if receiver is not None:
        if capacity is not None:
            receiver.resized(capacity)  # type: ignore[attr-defined]  # only those of pipes
        if data is not None:
            receiver.arrived(bytes(data))  # type: ignore[attr-defined]  # only ends of bytes ask for some
        receiver.update(events, consumed)


link.on("changed", _changed)
