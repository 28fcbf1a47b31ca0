"""Ancillary data that wait at the end of a stream socket, each with the bytes that it was sent with.

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
    """What came with some of the bytes that wait."""

    start: int  # how many bytes stand before these
    end: int
    ancillary: list[Ancillary]


class Carried:
    """All that waits, in order."""

    def __init__(self) -> None:
        self._messages: deque[_Message] = deque()

    def __bool__(self) -> bool:
        return bool(self._messages)

    def add(self, start: int, size: int, ancillary: list[Ancillary]) -> None:
        """So many bytes arrive behind others, with something."""
        self._messages.append(_Message(start, start + size, ancillary))

    def room(self, size: int) -> int:
        """How many of so many bytes one call gets: none beyond those that something came with."""
        return min(size, self._messages[0].end) if self._messages else size

    def take(self, size: int, peek: bool) -> list[Any]:
        """What comes with the first bytes of all, at least with the first one."""
        if not self._messages or self._messages[0].start >= max(size, 1):
            return []
        if not peek:
            return self._messages.popleft().ancillary
        return [
            (level, kind, [passed.copy() for passed in content] if isinstance(content, list) else content)
            for level, kind, content in self._messages[0].ancillary
        ]

    def consumed(self, size: int) -> None:
        """So many bytes were read."""
        for message in self._messages:
            message.start -= size
            message.end -= size

    def split(self, data: bytes) -> list[tuple[bytes, list[Ancillary]]]:
        """The bytes that wait, in pieces, each with what came with it."""
        pieces: list[tuple[bytes, list[Ancillary]]] = []
        at = 0
        for message in self._messages:
            pieces += [(data[at : message.start], []), (data[message.start : message.end], message.ancillary)]
            at = message.end
        return [*(piece for piece in pieces if piece[0]), *([(data[at:], [])] if data[at:] else [])]
