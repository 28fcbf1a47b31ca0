"""Ends of pipes and connections that other processes hold too: the machine has the bytes.

A pipe or connection belongs to its process until a child inherits an end of it; then it is handed to the machine.
"""

import errno
from typing import Any

from ..base.errors import fail
from ..machine import ends, link
from . import sharing
from .pipe_pages import Pages, Window
from .stream import BUFFER_SIZE, Address, Connection, Endpoint, Message
from .table import ERR, HUP, IN, OUT, RDHUP

# What is typed (machine/machine.js).
TERMINAL = "terminal"


class RemoteEnd(Connection):
    """An end whose bytes the machine has."""

    def __init__(self, end: str, capacity: int, is_pipe: bool, local: Address = "", remote: Address = "") -> None:
        super().__init__(local, remote)
        self.id = end
        self.is_pipe = is_pipe
        self._events = 0  # as the machine last told
        # For what this process writes until somebody reads it.
        self.room: Pages | Window = (Pages if is_pipe else Window)(capacity)
        self._was_reset = False
        self._wanted = 0  # bytes that the last read asked for, if it found none
        self._arrived = b""  # what the machine sent to a thread that waited for it
        ends.hear(end, self)

    @property
    def capacity(self) -> int:
        """How many bytes may wait unread."""
        return self.room.capacity

    def events(self) -> int:
        """The events that hold, as far as this process knows."""
        events = self._events | (IN if self._arrived else 0)
        if self.room.full and not events & (ERR | HUP):
            events &= ~OUT
        return events

    def told(self, events: int, consumed: int) -> None:
        """The machine tells of a change."""
        self._events = events
        self.room.take(consumed)
        self.changed()

    def arrived(self, data: bytes) -> None:
        """The bytes that a thread waits for."""
        self._arrived += data

    def wanted(self) -> None:
        """The thread whose last read had nothing to read waits: what comes shall be sent, without another question."""
        if self._wanted:
            link.tell("want", self.id, self._wanted)

    def _check_reset(self) -> None:
        if self._events & ERR and not self.is_pipe and not self._was_reset:
            self._was_reset = True
            self._events &= ~ERR
            raise fail(errno.ECONNRESET)

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """At most `size` bytes, b"" at the end, None where it would block. Raises ConnectionResetError once."""
        message = self.receive(size, peek) if size else None
        return message.data if message else None if size else b""

    def receive(self, size: int, peek: bool = False) -> Message | None:
        """Like `read`, with the descriptors that came with the first byte, for which it waits if it is to take none."""
        if self._was_reset:
            return Message(b"", None, [])
        if self._arrived:
            data = self._arrived[:size]
            if not peek:
                self._arrived = self._arrived[size:]
            return Message(data, None, [])
        if not self._events & (IN | HUP | RDHUP | ERR):
            self._wanted = 0 if peek else size
            return None
        answer = link.ask("read", self.id, size, peek)
        self._events = answer["events"]
        if answer["reset"]:
            self._events |= ERR
            self._check_reset()
        if self._arrived and not answer["data"]:
            # It was sent before the question came, and is what the question asked for.
            return self.receive(size, peek)
        if answer["data"] is None:
            return None
        ancillary = [
            (level, kind, [sharing.arrived(shared) for shared in all]) for level, kind, all in answer["ancillary"]
        ]
        data = bytes(answer["data"])
        if self._arrived and not peek:
            data, self._arrived = self._arrived + data, b""
            data, self._arrived = data[:size], data[size:]
        return Message(data, None, ancillary)

    def attach(self, ancillary: list[Any]) -> None:
        """Let descriptors go with the next byte that this side sends."""
        described = [[level, kind, [passed.describe() for passed in all]] for level, kind, all in ancillary]
        link.tell("attach", self.id, described)

    def write(self, data: memoryview) -> int | None:
        """Send what may be on its way; the number of bytes, None where it would block. Raises as a local end does."""
        if not self.is_unix:
            self._check_reset()
        if self._was_reset or self._ended or self._events & (ERR if self.is_pipe else HUP):
            raise fail(errno.EPIPE)
        sent = self.room.put(len(data))
        if sent:
            link.tell("write", self.id, bytes(data[:sent]))
        return sent if sent or not data else None

    _ended = False

    def shut(self, reading: bool, writing: bool) -> None:
        """Half-close."""
        self._ended = self._ended or writing
        link.tell("shut", self.id, reading, writing)

    def close(self, abort: bool = False) -> None:
        """This process holds it no more."""
        if ends.hear(self.id, None):
            link.tell("release", self.id)

    def description(self) -> sharing.Shared:
        """How another process makes the same of it."""
        if self._arrived:
            # Its thread has given up waiting, and another process may read from now on.
            link.tell("unread", self.id, self._arrived)
            self._arrived = b""
        shared = {"end": self.id, "pipe": self.is_pipe, "local": self.local, "remote": self.remote}
        return {**shared, "capacity": self.capacity}

    def awaited(self) -> None:
        """Somebody waits until it can be read: whoever types is told."""
        if self.id == TERMINAL and not self._events & HUP:
            link.tell("watch", self.id)


def terminal_is_awaited() -> bool:
    """Whether somebody waits for what is typed: then time goes by as it does for whoever types."""
    file = ends.owner(TERMINAL)
    return file is not None and bool(file.waiting or file.watchers)


def share_connection(endpoint: Endpoint) -> None:
    """Hand a connection within this process to the machine: its sides are remote ends from now on."""
    peer = endpoint.peer
    assert peer is not None
    sides = (endpoint, peer)
    ids = [ends.new_id(), ends.new_id()]
    contents = [bytes(side._received) for side in sides]
    ended = [side._end_received for side in sides]
    options = {"capacity": BUFFER_SIZE, "isUnix": endpoint.is_unix, "contents": contents, "ended": ended}
    link.tell("join", ids, options)
    for end, side in zip(ids, sides, strict=True):
        remote = RemoteEnd(end, BUFFER_SIZE, is_pipe=False, local=side.local, remote=side.remote)
        replace(side, remote, gone=side._gone)


def replace(side: Connection, remote: RemoteEnd, gone: bool) -> None:
    """Let a remote end take the place of a side; of one that was closed, it only tells the machine so."""
    # What holds is known from the machine's next message on; until then nothing does.
    owner: Any = side.owner
    if owner is not None and not gone:
        owner.take(remote)
    else:
        remote.close()


def address(value: Any) -> Address:
    """An address as the machine gave it."""
    return tuple(value) if isinstance(value, list) else value


def open_end(shared: sharing.Shared, is_pipe: bool, capacity: int) -> RemoteEnd:
    """The end that another process shared; `capacity` is what it has where nothing is said of it."""
    capacity = shared.get("capacity") or capacity
    addresses = address(shared.get("local", "")), address(shared.get("remote", ""))
    end = RemoteEnd(shared["end"], capacity, is_pipe, *addresses)
    link.tell("refresh", end.id)
    return end
