"""Ancillary data that arrived at a stream socket, with the positions of the bytes it was sent with.

Source: unix_stream_read_generic in net/unix/af_unix.c of Linux.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias


class Copied(Protocol):
    """A descriptor on its way (`sharing.Passed`)."""

    def copy(self) -> "Copied": ...


# What `sendmsg` was given: a level, a kind, and bytes or descriptors.
Ancillary: TypeAlias = tuple[int, int, bytes | list[Copied]]


@dataclass
class _Message:
    """The ancillary data of one write."""

    start: int  # the number of unread bytes before those of the write
    end: int
    ancillary: list[Ancillary]


class Carried:
    """All that was not received yet, in order."""

    def __init__(self) -> None:
        self._messages: deque[_Message] = deque()

    def __bool__(self) -> bool:
        return bool(self._messages)

    def add(self, start: int, size: int, ancillary: list[Ancillary]) -> None:
        """Add what arrives with `size` bytes, after `start` unread ones."""
        self._messages.append(_Message(start, start + size, ancillary))

    def room(self, size: int) -> int:
        """Limit the bytes that one call receives to the end of the first write with ancillary data."""
        return min(size, self._messages[0].end) if self._messages else size

    def take(self, size: int, peek: bool) -> list[Any]:
        """Return what arrives with the first `size` bytes, or with the first one if `size` is 0."""
        if not self._messages or self._messages[0].start >= max(size, 1):
            return []
        if not peek:
            return self._messages.popleft().ancillary
        return [
            (level, kind, [passed.copy() for passed in content] if isinstance(content, list) else content)
            for level, kind, content in self._messages[0].ancillary
        ]

    def consumed(self, size: int) -> None:
        """Note that bytes were read."""
        for message in self._messages:
            message.start -= size
            message.end -= size

    def drop(self) -> None:
        """Drop everything; descriptors are closed."""
        self._messages.clear()

    def split(self, data: bytes) -> list[tuple[bytes, list[Ancillary]]]:
        """Split the unread bytes into pieces, each with its ancillary data."""
        pieces: list[tuple[bytes, list[Ancillary]]] = []
        at = 0
        for message in self._messages:
            pieces += [(data[at : message.start], []), (data[message.start : message.end], message.ancillary)]
            at = message.end
        return [*(piece for piece in pieces if piece[0]), *([(data[at:], [])] if data[at:] else [])]
