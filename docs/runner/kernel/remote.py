"""Ends that other processes hold too: the machine has the bytes.

A pipe or connection belongs to its process until a child inherits an end of it; then `share` hands it to the machine.
"""

import errno
import stat
from collections.abc import Callable
from itertools import count
from typing import Any, Protocol

from . import files, host, machine
from .description import Description
from .files import ERR, HUP, IN, OUT, RDHUP, File, fail
from .memory import Segment
from .pipes import CAPACITY, PIPE_BUF, PipeFile, Reader, Writer
from .stream import BUFFER_SIZE, Address, Connection, Endpoint, Message

_UNSHARED = (
    "This page can't give another process this descriptor: files, pipes, connected and listening stream sockets and "
    "bound datagram sockets can be shared"
)
# What is typed (machine/machine.js).
TERMINAL = "terminal"

_numbers = count(1)


class _Hearing(Protocol):
    owner: Any

    def told(self, events: int, consumed: int) -> None: ...


_ends: dict[str, _Hearing] = {}
# Set by `shared_sockets`: sockets that connections or datagrams arrive at.
share_bound: Callable[[Description], dict[str, Any] | None] | None = None
open_bound: Callable[[dict[str, Any]], File] | None = None
own_pid = 1  # set at the start of the process; part of the identifiers that it gives


def hear(identifier: str, hearing: _Hearing | None) -> bool:
    """Let somebody hear of changes of what the machine has, or nobody; whether somebody did."""
    heard = _ends.pop(identifier, None) is not None
    if hearing is not None:
        _ends[identifier] = hearing
    return heard


def is_shared(given: dict[str, Any]) -> bool:
    """Whether a descriptor's description is one that `open_shared` takes."""
    return any(kind in given for kind in ("end", "segment", "sharedSocket"))


def begin(generation: int) -> None:
    """Be a certain program of a process: the identifiers that former ones gave may be in use."""
    global _numbers
    _numbers = count((generation << 40) + 1)


def new_id() -> str:
    """An identifier that no other process gives."""
    return f"{own_pid}:{next(_numbers)}"


class RemoteEnd(Connection):
    """An end whose bytes the machine has."""

    def __init__(self, end: str, capacity: int, is_pipe: bool, local: Address = "", remote: Address = "") -> None:
        super().__init__(local, remote)
        self.id = end
        self.is_pipe = is_pipe
        self.capacity = capacity
        self._events = 0  # as the machine last told
        self._unread = 0  # bytes of this process's that nobody has read
        self._was_reset = False
        _ends[end] = self

    def events(self) -> int:
        """The events that hold, as far as this process knows."""
        events = self._events
        if self._unread >= self.capacity and not events & (ERR | HUP):
            events &= ~OUT
        return events

    def told(self, events: int, consumed: int) -> None:
        """The machine tells of a change."""
        self._events = events
        self._unread -= consumed
        self.changed()

    def _check_reset(self) -> None:
        if self._events & ERR and not self.is_pipe and not self._was_reset:
            self._was_reset = True
            self._events &= ~ERR
            raise fail(errno.ECONNRESET)

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """At most `size` bytes, b"" at the end, None where it would block. Raises ConnectionResetError once."""
        message = self.receive(size, peek)
        return None if message is None else message.data

    def receive(self, size: int, peek: bool = False) -> Message | None:
        """Like `read`, with the descriptors that came with the first byte."""
        if size == 0 or self._was_reset:
            return Message(b"", None, [])
        if not self._events & (IN | HUP | RDHUP | ERR):
            return None
        answer = machine.ask("read", self.id, size, peek)
        self._events = answer["events"]
        if answer["reset"]:
            self._events |= ERR
            self._check_reset()
        if answer["data"] is None:
            return None
        ancillary = [(level, kind, [_Arrived(shared) for shared in all]) for level, kind, all in answer["ancillary"]]
        return Message(bytes(answer["data"]), None, ancillary)

    def attach(self, ancillary: list[Any]) -> None:
        """Let descriptors go with the next byte that this side sends."""
        machine.tell("attach", self.id, [[level, kind, list(map(_departing, all))] for level, kind, all in ancillary])

    def write(self, data: memoryview) -> int | None:
        """Send what may be on its way; the number of bytes, None where it would block. Raises as a local end does."""
        if not self.is_unix:
            self._check_reset()
        if self._was_reset or self._ended or self._events & (ERR if self.is_pipe else HUP):
            raise fail(errno.EPIPE)
        room = self.capacity - self._unread
        if room <= 0 or (self.is_pipe and len(data) <= PIPE_BUF and room < len(data)):
            return None
        sent = data[:room]
        if sent:
            self._unread += len(sent)
            machine.tell("write", self.id, bytes(sent))
        return len(sent)

    _ended = False

    def shut(self, reading: bool, writing: bool) -> None:
        """Half-close."""
        self._ended = self._ended or writing
        machine.tell("shut", self.id, reading, writing)

    def close(self, abort: bool = False) -> None:
        """This process holds it no more."""
        if _ends.pop(self.id, None) is not None:
            machine.tell("release", self.id)

    def awaited(self) -> None:
        """Somebody waits until it can be read: whoever types is told."""
        if self.id == TERMINAL and not self._events & HUP:
            machine.tell("watch", self.id)


class TerminalFile(PipeFile):
    """What a reader of the page types, line by line: a terminal in canonical mode (termios(3))."""

    st_mode = stat.S_IFCHR | 0o620
    link = "/dev/pts/0"
    is_terminal = True


class _Arrived:
    """A descriptor that another process has sent."""

    def __init__(self, shared: dict[str, Any]) -> None:
        self.file: File | None = None
        self.native = -1
        if is_shared(shared):
            self.file = open_shared(shared)
            self.file.descriptors += 1
        else:
            self.native = host.receive_file(shared)

    def install(self) -> int:
        """The descriptor that the receiver gets."""
        if self.file is None:
            fd, self.native = self.native, -1
            return fd
        fd = files.install(self.file)
        self.__del__()
        return fd

    def __del__(self) -> None:
        file, self.file = self.file, None
        if file is not None:
            file.descriptors -= 1
            if not file.descriptors:
                file.released()
        if self.native >= 0:
            files.native_close(self.native)
            self.native = -1


def unshared() -> OSError:
    """Why a file is not given to another process."""
    return fail(errno.EOPNOTSUPP, _UNSHARED)


def _departing(passed: Any) -> dict[str, Any]:
    """How another process makes the same of a descriptor."""
    shared = share(passed.file) if passed.file is not None else host.describe(passed.native)
    if shared is None:
        raise unshared()
    return shared


def _changed(id: str, events: int, consumed: int) -> None:
    end = _ends.get(id)
    if end is not None:
        end.told(events, consumed)


def _share_pipe(role: Reader | Writer) -> None:
    reader = role if isinstance(role, Reader) else role.reader
    writer = reader.writer
    assert writer is not None
    ids = [new_id(), new_id()]
    capacity = reader.capacity
    machine.tell("join", ids, {"capacity": capacity, "isPipe": True, "contents": [bytes(reader.received)], "ended": []})
    _replace(reader, RemoteEnd(ids[0], capacity, is_pipe=True), reader.gone)
    _replace(writer, RemoteEnd(ids[1], capacity, is_pipe=True), writer.gone)


def share_connection(endpoint: Endpoint) -> None:
    peer = endpoint.peer
    assert peer is not None
    sides = (endpoint, peer)
    ids = [new_id(), new_id()]
    contents = [bytes(side._received) for side in sides]
    ended = [side._end_received for side in sides]
    options = {"capacity": BUFFER_SIZE, "isUnix": endpoint.is_unix, "contents": contents, "ended": ended}
    machine.tell("join", ids, options)
    for end, side in zip(ids, sides, strict=True):
        remote = RemoteEnd(end, BUFFER_SIZE, is_pipe=False, local=side.local, remote=side.remote)
        _replace(side, remote, gone=side._gone)


def _replace(side: Connection, remote: RemoteEnd, gone: bool) -> None:
    # What holds is known from the machine's next message on; until then nothing does.
    owner: Any = side.owner
    if owner is not None and not gone:
        owner.take(remote)
    else:
        remote.close()


def share(file: File | None) -> dict[str, Any] | None:
    """Hand what a file reads or writes to the machine; how a child makes the same of it. None for other files."""
    if isinstance(file, Segment):
        return {"segment": file.id}
    role = file.role if isinstance(file, (PipeFile, Description)) else None
    if isinstance(role, (Reader, Writer)):
        _share_pipe(role)
    elif isinstance(role, Endpoint):
        share_connection(role)
    elif isinstance(file, Description) and not isinstance(role, RemoteEnd):
        return share_bound(file) if share_bound is not None else None
    role = getattr(file, "role", None)
    if not isinstance(role, RemoteEnd):
        return None
    assert file is not None
    shared: dict[str, Any] = {"end": role.id, "pipe": role.is_pipe, "local": role.local, "remote": role.remote}
    shared |= {"capacity": role.capacity, "blocking": file.blocking}
    if isinstance(file, Description):
        shared["socket"] = [file.family, file.type, file.proto]
    elif isinstance(file, PipeFile):
        shared["readable"] = file.readable
    return shared


def address(value: Any) -> Address:
    """An address as the machine gave it."""
    return tuple(value) if isinstance(value, list) else value


def _opened(identifier: str) -> File | None:
    """What this process has of an end or a socket already: all its descriptors refer to one description."""
    hearing = _ends.get(identifier)
    return hearing.owner if hearing is not None and isinstance(hearing.owner, File) else None


def open_shared(shared: dict[str, Any]) -> File:
    """The file of an end, or of memory, that another process shared."""
    if "segment" in shared:
        return Segment(shared["segment"])
    for key, release in (("end", "release"), ("sharedSocket", "releaseShared")):
        if key in shared and (known := _opened(shared[key])) is not None:
            machine.tell(release, shared[key])  # the machine counts what it gave; here one reference stands for all
            return known
    if "sharedSocket" in shared:
        assert open_bound is not None
        return open_bound(shared)
    is_pipe = shared.get("pipe", True)
    capacity = shared.get("capacity") or (CAPACITY if is_pipe else BUFFER_SIZE)
    end = RemoteEnd(
        shared["end"], capacity, is_pipe, address(shared.get("local", "")), address(shared.get("remote", ""))
    )
    machine.tell("refresh", end.id)
    file: File
    if "socket" in shared:
        file = description = Description(*shared["socket"])
        description.take(end)
    else:
        file = (TerminalFile if end.id == TERMINAL else PipeFile)(end, readable=shared.get("readable", True))
    file.blocking = shared.get("blocking", True)
    return file


machine.on("changed", _changed)
