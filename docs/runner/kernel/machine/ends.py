"""What the machine holds for this process, by the identifiers under which it tells of changes.

An end of a pipe or connection, a listening or datagram socket: whatever several processes have lies at the machine.
"""

from itertools import count
from typing import Any, Protocol

from . import link


class Hearing(Protocol):
    """Somebody who hears of changes of what the machine holds."""

    owner: Any

    def told(self, events: int, consumed: int) -> None:
        """Its events are others now; so many of its bytes were read."""


own_pid = 1  # part of the identifiers that this process gives
_numbers = count(1)
_hearing: dict[str, Hearing] = {}


def identify(pid: int, generation: int) -> None:
    """Be a certain program of a certain process: the identifiers that its former programs gave may be in use."""
    global own_pid, _numbers
    own_pid = pid
    _numbers = count((generation << 40) + 1)


def new_id() -> str:
    """An identifier that no other process gives."""
    return f"{own_pid}:{next(_numbers)}"


def hear(identifier: str, hearing: Hearing | None) -> bool:
    """Let somebody hear of changes of what the machine has, or nobody; whether somebody did."""
    heard = _hearing.pop(identifier, None) is not None
    if hearing is not None:
        _hearing[identifier] = hearing
    return heard


def owner(identifier: str) -> Any:
    """What belongs to whoever hears of changes; None where nobody does."""
    hearing = _hearing.get(identifier)
    return None if hearing is None else hearing.owner


def _changed(id: str, events: int, consumed: int, data: Any = None) -> None:
    hearing = _hearing.get(id)
    if hearing is not None:
        if data is not None:
            hearing.arrived(bytes(data))  # type: ignore[attr-defined]  # only ends of bytes ask for some
        hearing.told(events, consumed)


link.on("changed", _changed)
