"""Ends of pipes and connections that other processes hold too: the machine keeps the bytes.

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

# The identifier of the terminal's input (machine/machine.js).
TERMINAL = "terminal"


class RemoteEnd(Connection):
    """An end whose bytes the machine keeps."""

    def __init__(self, end: str, capacity: int, is_pipe: bool, local: Address = "", remote: Address = "") -> None:
        super().__init__(local, remote)
        self.id = end
        self.is_pipe = is_pipe
        self._events = 0  # as last reported by the machine
        # The room left by this process's unread writes.
        self.room: Pages | Window = (Pages if is_pipe else Window)(capacity)
        self._was_reset = False
        self._wanted = 0  # bytes that the last read requested, if it found none
        self._arrived = b""  # bytes that the machine sent to a waiting thread
        self._attached: list[Any] = []  # ancillary data for the next write
        ends.register(end, self)

    @property
    def capacity(self) -> int:
        """The capacity in bytes."""
        return self.room.capacity

    def events(self) -> int:
        """The current events, as far as this process knows."""
        events = self._events | (IN if self._arrived else 0)
        if self.room.full and not events & (ERR | HUP):
            events &= ~OUT
        return events

    def update(self, events: int, consumed: int) -> None:
        """Handle the machine's report of a change."""
        self._events = events
        self.room.take(consumed)
        self.changed()

    def resize(self, capacity: int) -> None:
        """Set the capacity of a pipe. Raises OSError: EBUSY if it holds more, EINVAL if this is no pipe."""
        refusal = link.ask("resizeEnd", self.id, capacity)
        if refusal:
            raise fail(getattr(errno, refusal))

    def resized(self, capacity: int) -> None:
        """Note the capacity that another process or this one has set."""
        self.room.capacity = capacity

    def arrived(self, data: bytes) -> None:
        """Take the bytes that a thread waits for."""
        self._arrived += data

    def wanted(self) -> None:
        """Let the machine send bytes as they arrive: the thread whose last read found nothing waits for them."""
        if self._wanted:
            link.tell("want", self.id, self._wanted)

    def _check_reset(self) -> None:
        if self._events & ERR and not self.is_pipe and not self._was_reset:
            self._was_reset = True
            self._events &= ~ERR
            raise fail(errno.ECONNRESET)

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Read at most `size` bytes; b"" at the end, None if it would block. Raises ConnectionResetError once."""
        message = self.receive(size, peek) if size else None
        return message.data if message else None if size else b""

    def receive(self, size: int, peek: bool = False) -> Message | None:
        """Like `read`, to the end of the first write with ancillary data, which it returns; always waits for a byte."""
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
            # The bytes were sent before the question arrived, and are its answer.
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
        """Attach descriptors to the next write; none if the list is empty. Raises OSError (EOPNOTSUPP)."""
        self._attached = [[level, kind, [passed.describe() for passed in all]] for level, kind, all in ancillary]

    def write(self, data: memoryview) -> int | None:
        """Send what there is room for; returns the number of bytes, None if it would block. Raises like a local end."""
        if not self.is_unix:
            self._check_reset()
        if self._was_reset or self._ended or self._events & (ERR if self.is_pipe else HUP):
            raise fail(errno.EPIPE)
        sent = self.room.put(len(data))
        if sent:
            if self._attached:
                link.tell("attach", self.id, self._attached)
                self._attached = []
            link.tell("write", self.id, bytes(data[:sent]))
        return sent if sent or not data else None

    _ended = False

    def shut(self, reading: bool, writing: bool) -> None:
        """Half-close."""
        self._ended = self._ended or writing
        link.tell("shut", self.id, reading, writing)

    def close(self, abort: bool = False) -> None:
        """Drop this process's reference."""
        if ends.register(self.id, None):
            link.tell("release", self.id)

    def description(self) -> sharing.Shared:
        """Describe the end so that another process can open it."""
        if self._arrived:
            # The thread that waited has given up, and another process may read from now on.
            link.tell("unread", self.id, self._arrived)
            self._arrived = b""
        shared = {"end": self.id, "pipe": self.is_pipe, "local": self.local, "remote": self.remote}
        return {**shared, "capacity": self.capacity}

    def awaited(self) -> None:
        """Note that a thread waits for input, which the page shows if the end is the terminal's."""
        if self.id == TERMINAL and not self._events & HUP:
            link.tell("watch", self.id)


def terminal_is_awaited() -> bool:
    """Whether a thread waits for typed input: then the clock runs in real time."""
    file = ends.owner(TERMINAL)
    return file is not None and bool(file.waiting or file.watchers)


def share_connection(endpoint: Endpoint) -> None:
    """Hand a connection within this process to the machine: both sides become remote ends."""
    peer = endpoint.peer
    assert peer is not None
    sides = (endpoint, peer)
    ids = [ends.new_id(), ends.new_id()]
    # What descriptors came with is written anew.
    contents = [b"" if side.carried else bytes(side._received) for side in sides]
    ended = [side._end_received for side in sides]
    options = {"capacity": BUFFER_SIZE, "isUnix": endpoint.is_unix, "contents": contents, "ended": ended}
    link.tell("join", ids, options)
    remotes = [RemoteEnd(ids[i], BUFFER_SIZE, False, side.local, side.remote) for i, side in enumerate(sides)]
    for side, writer in zip(sides, reversed(remotes), strict=True):
        for data, ancillary in side.carried.split(bytes(side._received)) if side.carried else ():
            writer.attach(ancillary)
            writer.write(memoryview(data))
        side.carried.drop()
    for side, remote in zip(sides, remotes, strict=True):
        replace(side, remote, gone=side._gone)


def replace(side: Connection, remote: RemoteEnd, gone: bool) -> None:
    """Replace a side by a remote end; if the side was closed, only tell the machine."""
    # The events are unknown until the machine's next message, so there are none until then.
    owner: Any = side.owner
    if owner is not None and not gone:
        owner.take(remote)
    else:
        remote.close()


def address(value: Any) -> Address:
    """Convert an address received from the machine."""
    return tuple(value) if isinstance(value, list) else value


def open_end(shared: sharing.Shared, is_pipe: bool, capacity: int) -> RemoteEnd:
    """Open an end that another process shared; `capacity` is the default one."""
    capacity = shared.get("capacity") or capacity
    addresses = address(shared.get("local", "")), address(shared.get("remote", ""))
    end = RemoteEnd(shared["end"], capacity, is_pipe, *addresses)
    link.tell("refresh", end.id)
    return end
