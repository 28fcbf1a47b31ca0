"""Pipes: bytes one way, within this process until a child inherits an end (`remote`).

Source: pipe(7) of Linux.
"""

import errno
import stat

from ..base.errors import fail
from ..machine import ends, link
from .pipe_pages import PIPE_BUF, Pages
from .remote import TERMINAL, RemoteEnd, open_end, replace
from .sharing import Shared
from .stream import Connection
from .table import ERR, HUP, IN, OUT, File

CAPACITY = 65536
# The largest capacity for an ordinary user (/proc/sys/fs/pipe-max-size).
LARGEST = 1 << 20


class PipeFile(File):
    """The file of one end of a pipe."""

    st_mode = stat.S_IFIFO | 0o600
    link = "pipe:[{inode}]"

    def __init__(self, role: Connection, readable: bool) -> None:
        super().__init__()
        self.readable = readable
        self.role = role
        role.owner = self

    def events(self) -> int:
        """The events that hold now."""
        return self.role.events()

    def stream(self) -> Connection:
        """The connection that it reads from or writes to."""
        return self.role

    @property
    def capacity(self) -> int:
        """The capacity in bytes."""
        return getattr(self.role, "capacity", CAPACITY)

    def resize(self, size: int) -> int:
        """Set the capacity, rounded up; returns it. Raises OSError: EINVAL, EPERM, EBUSY."""
        if size < 0:
            raise fail(errno.EINVAL)
        if size > LARGEST:
            raise fail(errno.EPERM)
        capacity = max(PIPE_BUF, 1 << (size - 1).bit_length()) if size else PIPE_BUF
        self.role.resize(capacity)
        return capacity

    def take(self, role: Connection) -> None:
        """Replace the connection by one that is shared with other processes."""
        self.role = role
        role.owner = self
        self.changed()

    def share(self) -> Shared | None:
        """Hand the pipe to the machine, if not done yet; returns the description for a child."""
        if isinstance(self.role, (Reader, Writer)):
            _share(self.role)
        if not isinstance(self.role, RemoteEnd):
            return None
        return {**self.role.description(), "blocking": self.blocking, "readable": self.readable}

    def awaited(self) -> None:
        """Note that a thread waits for input, which the page shows if the end is the terminal's."""
        self.role.awaited()

    def wanted(self) -> None:
        """Note that the thread whose last read found nothing waits for bytes."""
        if isinstance(self.role, RemoteEnd):
            self.role.wanted()

    def released(self) -> None:
        """Called when the last descriptor is closed."""
        self.role.close()
        self.changed()


class Reader(Connection):
    """The reading end."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.writer: Writer | None = None
        self.received = bytearray()
        self.pages = Pages(CAPACITY)
        self.gone = False

    @property
    def capacity(self) -> int:
        """The capacity in bytes."""
        return self.pages.capacity

    def events(self) -> int:
        """Readable while there are bytes; hung up when there is no writer any more."""
        writing = self.writer is not None and not self.writer.gone
        return (IN if self.received else 0) | (0 if writing else HUP)

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Read at most `size` bytes; b"" at the end, None if it would block."""
        if not self.received:
            return None if self.writer is not None and not self.writer.gone and size else b""
        was_full = self.pages.full
        data = bytes(self.received[:size])
        if not peek:
            del self.received[:size]
            self.pages.take(len(data))
            if was_full and not self.pages.full and self.writer is not None:
                self.writer.changed()
        return data

    def write(self, data: memoryview) -> int | None:
        """Raise OSError: this end can't be written."""
        raise fail(errno.EBADF)

    def resize(self, capacity: int) -> None:
        """Set the capacity. Raises OSError (EBUSY)."""
        if capacity < self.pages.used:
            raise fail(errno.EBUSY)
        self.pages.capacity = capacity
        if self.writer is not None:
            self.writer.changed()

    def close(self, abort: bool = False) -> None:
        """Close the end."""
        self.gone = True
        if self.writer is not None:
            self.writer.changed()


class Writer(Connection):
    """The writing end."""

    def __init__(self, reader: Reader) -> None:
        super().__init__("", "")
        self.reader = reader
        reader.writer = self
        self.gone = False

    @property
    def capacity(self) -> int:
        """The capacity in bytes."""
        return self.reader.capacity

    def resize(self, capacity: int) -> None:
        """Set the capacity. Raises OSError (EBUSY)."""
        self.reader.resize(capacity)

    def events(self) -> int:
        """Writable with room for an atomic write; an error when there is no reader any more."""
        if self.reader.gone:
            return OUT | ERR
        return 0 if self.reader.pages.full else OUT

    def read(self, size: int, peek: bool = False) -> bytes | None:
        """Raise OSError: this end can't be read."""
        raise fail(errno.EBADF)

    def write(self, data: memoryview) -> int | None:
        """Write what fits; returns the number of bytes, None if it would block. Raises BrokenPipeError."""
        if self.reader.gone:
            raise fail(errno.EPIPE)
        sent = self.reader.pages.put(len(data))
        if sent:
            self.reader.received += data[:sent]
            self.reader.changed()
        return sent if sent or not data else None

    def close(self, abort: bool = False) -> None:
        """Close the end."""
        self.gone = True
        self.reader.changed()


def pair() -> tuple[PipeFile, PipeFile]:
    """Create a pipe: the file to read and the file to write."""
    reader = Reader()
    files = PipeFile(reader, readable=True), PipeFile(Writer(reader), readable=False)
    files[1].inode = files[0].inode
    return files


class TerminalFile(PipeFile):
    """The input that a reader of the page types, line by line: a terminal in canonical mode (termios(3))."""

    st_mode = stat.S_IFCHR | 0o620
    link = "/dev/pts/0"
    is_terminal = True


def _share(role: Reader | Writer) -> None:
    reader = role if isinstance(role, Reader) else role.reader
    writer = reader.writer
    assert writer is not None
    ids = [ends.new_id(), ends.new_id()]
    capacity = reader.capacity
    link.tell("join", ids, {"capacity": capacity, "isPipe": True, "contents": [bytes(reader.received)], "ended": []})
    replace(reader, RemoteEnd(ids[0], capacity, is_pipe=True), reader.gone)
    remote = RemoteEnd(ids[1], capacity, is_pipe=True)
    remote.room = reader.pages
    replace(writer, remote, writer.gone)


def open_shared(shared: Shared) -> PipeFile:
    """Open the end of a pipe, or the terminal, that another process shared."""
    end = open_end(shared, shared.get("pipe", True), CAPACITY)
    kind = TerminalFile if end.id == TERMINAL else PipeFile
    file = kind(end, readable=shared.get("readable", True))
    file.blocking = shared.get("blocking", True)
    return file
