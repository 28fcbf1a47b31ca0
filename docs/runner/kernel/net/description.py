"""The open file description of a socket: address, role, options.

Source: socket(7), tcp(7).
"""

import errno
import os
import struct
from typing import Any

from ..base import linux
from ..base.errors import fail
from ..files import remote
from ..files.remote import RemoteEnd
from ..files.sharing import Shared
from ..files.stream import BUFFER_SIZE, Connecting, Connection, Endpoint, Listener, Role
from ..files.table import HUP, IN, OUT, RDHUP, File, Stream
from ..machine import ends, link
from . import ports, shared
from .addresses import AF_UNIX, SOCK_SEQPACKET
from .datagram import Mailbox

SOL_SOCKET, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6 = 1, 6, 17, 41
_LAST_OPTION = 100  # Linux has fewer
_RCVTIMEO, _SNDTIMEO = linux.LINUX["SO_RCVTIMEO"], linux.LINUX["SO_SNDTIMEO"]


def _timeval(value: Any) -> tuple[int, int]:
    """Unpack a `struct timeval` into seconds and microseconds. Raises OSError: EINVAL, EDOM (socket(7)).

    `struct.pack("ll", …)` is 8 bytes here and 16 on a 64-bit machine; both are accepted.
    """
    if not isinstance(value, bytes) or len(value) < 8:
        raise fail(errno.EINVAL)
    seconds, microseconds = struct.unpack_from("qq" if len(value) >= 16 else "ii", value)
    if not 0 <= microseconds < 1_000_000:
        raise fail(errno.EDOM)
    # As on Linux, a negative time means not to wait; it is stored as the shortest one.
    return (0, 1) if seconds < 0 else (seconds, microseconds)


def _credentials(process: int) -> bytes:
    """Pack a `struct ucred`."""
    return struct.pack("3i", process, os.getuid(), os.getgid())


class Description(File):
    """The open file description of a socket: address, role and options."""

    def __init__(self, family: int, type: int, proto: int) -> None:
        super().__init__()
        self.family = family
        self.type = type
        self.proto = proto
        self.role: Role | None = None
        self.binding: ports.Binding | None = None
        self.unix_name: str | None = None  # the path as passed to bind
        self.failed = False  # whether the last attempt to connect failed
        self.unconfirmed = False  # an interrupted attempt, whose success the next `connect` reports
        self.peer_process: int | None = None
        self.pieces: tuple[bytes, Any] = (b"", None)  # the parts of an unfinished datagram (MSG_MORE), and its address
        self.options: dict[tuple[int, int], int | bytes] = {}
        # By option, how long a blocking call waits: seconds and microseconds, both 0: forever.
        self._patience: dict[int, tuple[int, int]] = {}

    @property
    def protocol(self) -> int:
        """The requested protocol, or the one that 0 means."""
        return self.proto or (0 if self.family == AF_UNIX else IPPROTO_TCP if self.type == 1 else IPPROTO_UDP)

    def events(self) -> int:
        """The current events; an unconnected stream socket has OUT and HUP, as on Linux."""
        if self.role is None:
            return IN | OUT | HUP | RDHUP if self.failed else OUT | HUP
        self.settle()
        return self.role.events()

    def settle(self) -> None:
        """Turn an attempt that succeeded into the connection."""
        if isinstance(self.role, Connecting) and self.role.endpoint is not None:
            self.take(self.role.endpoint)

    def take(self, role: Role) -> None:
        """Take on a role."""
        self.role = role
        role.owner = self
        self.failed = False
        if isinstance(role, Endpoint):
            self.peer_process = ends.own_pid
        self.changed()

    def give_up(self) -> int:
        """End a failed attempt to connect; returns its error number."""
        assert isinstance(self.role, Connecting)
        error, self.role = self.role.error, None
        self.failed = True
        return error

    def option(self, level: int, name: str) -> bool:
        """Whether an on-off option is set."""
        return bool(self.options.get((level, linux.LINUX[name])))

    def stream(self) -> Stream:
        """The stream to read from and write to. Raises OSError (ENOTCONN)."""
        return self.role if isinstance(self.role, Mailbox) else self.connection()

    def connection(self) -> Connection:
        """The connection. Raises OSError (ENOTCONN)."""
        self.settle()
        if isinstance(self.role, Connection):
            return self.role
        raise fail(errno.ENOTCONN)

    def accept(self) -> Connection | None:
        """Take the oldest connection, None if there is none. Raises OSError (EINVAL) unless it listens."""
        if not isinstance(self.role, Listener):
            raise fail(errno.EINVAL)
        return self.role.accept()

    def stop_listening(self) -> None:
        """Refuse further connections. The address is kept, and `listen` may be called again."""
        assert isinstance(self.role, Listener)
        assert self.binding is not None
        listener, self.role = self.role, None
        ports.unlisten(self.binding)
        if isinstance(listener, shared.RemoteListener):
            listener.stop()
        listener.close()
        self.changed()

    def share(self) -> Shared | None:
        """Hand the role to the machine; returns the description with which another process can open the socket.

        None if it can't: connections of whole messages stay within a process.
        """
        if self.type == SOCK_SEQPACKET:
            return None
        if isinstance(self.role, Endpoint):
            remote.share_connection(self.role)
        if not isinstance(self.role, RemoteEnd):
            return shared.share(self)
        kind = [self.family, self.type, self.proto]
        return {**self.role.description(), "blocking": self.blocking, "socket": kind, "peerProcess": self.peer_process}

    def wanted(self) -> None:
        """Note that the thread whose last read found nothing waits for bytes."""
        if isinstance(self.role, RemoteEnd):
            self.role.wanted()

    def released(self) -> None:
        """Called when the last descriptor is closed: end the connection and release the address."""
        if isinstance(self.role, Connecting):
            self.role.abandoned = True
            if self.role.endpoint is not None:
                self.role.endpoint.close()
        elif isinstance(self.role, Connection):
            self.role.close(abort=self._lingers_not())
        elif isinstance(self.role, (Listener, Mailbox)):
            self.role.close()
        if self.binding is not None:
            ports.release(self.binding)
        self.changed()

    def _lingers_not(self) -> bool:
        value = self.options.get((SOL_SOCKET, linux.LINUX["SO_LINGER"]))
        return isinstance(value, bytes) and len(value) >= 8 and struct.unpack("ii", value[:8]) == (1, 0)

    def set_option(self, level: int, option: int, value: Any) -> None:
        """Set an option. Raises OSError (EINVAL) if it is too late for it."""
        if value is not None and not isinstance(value, int):
            value = bytes(value)
        if (level, option) == (IPPROTO_IPV6, linux.LINUX["IPV6_V6ONLY"]) and self.binding:
            raise fail(errno.EINVAL)
        if level == SOL_SOCKET and option in (_RCVTIMEO, _SNDTIMEO):
            self._patience[option] = _timeval(value)
            return
        if level == SOL_SOCKET and option > _LAST_OPTION:
            raise fail(errno.ENOPROTOOPT)
        self.options[level, option] = value

    def credentials(self) -> list[tuple[int, int, bytes]]:
        """The credentials of the sender, as ancillary data, if the receiver has enabled SO_PASSCRED.

        Raises OSError (EOPNOTSUPP) if the sender may be another process.
        """
        if self.family != AF_UNIX or not self.option(SOL_SOCKET, "SO_PASSCRED"):
            return []
        if not isinstance(self.role, (Endpoint, Mailbox)) or isinstance(self.role, shared.RemoteMailbox):
            raise fail(errno.EOPNOTSUPP, "In this page, what another process sends doesn't tell who that is")
        return [(SOL_SOCKET, linux.LINUX["SCM_CREDENTIALS"], _credentials(ends.own_pid))]

    def _peer_credentials(self) -> bytes:
        """The credentials of the peer (SO_PEERCRED). Raises OSError (EOPNOTSUPP) for another process."""
        if self.role is None or isinstance(self.role, Mailbox):
            return struct.pack("3i", 0, -1, -1)
        if self.peer_process is None:
            raise fail(errno.EOPNOTSUPP, "In this page, a connection from another process doesn't tell whose it is")
        return _credentials(self.peer_process)

    def patience(self, sending: bool) -> float | None:
        """How long a blocking call waits to receive or to send; seconds, None: forever."""
        seconds, microseconds = self._patience.get(_SNDTIMEO if sending else _RCVTIMEO, (0, 0))
        return max(seconds + microseconds / 1e6, 0.0) if seconds or microseconds else None

    def get_option(self, level: int, option: int, size: int = 0) -> int | bytes:
        """The value of an option, as bytes for a buffer of `size`, or an int; 0 if it was never set."""
        if level == SOL_SOCKET and option in (_RCVTIMEO, _SNDTIMEO):
            return struct.pack("qq" if size >= 16 else "ii", *self._patience.get(option, (0, 0)))
        value: int | bytes = self.options.get((level, option), 0)
        return self._socket_option(option, value) if level == SOL_SOCKET else value

    def _socket_option(self, option: int, value: int | bytes) -> int | bytes:
        names = linux.LINUX
        if option == names["SO_ERROR"]:
            return self.take_error()
        if option == names["SO_PEERCRED"] and self.family == AF_UNIX:
            return self._peer_credentials()
        if option == names["SO_TYPE"]:
            return self.type
        if option == names["SO_DOMAIN"]:
            return self.family
        if option == names["SO_PROTOCOL"]:
            return self.protocol
        if option == names["SO_ACCEPTCONN"]:
            return int(isinstance(self.role, Listener))
        if option in (names["SO_SNDBUF"], names["SO_RCVBUF"]):
            # Linux doubles the requested size, to leave room for bookkeeping (socket(7)).
            return value * 2 if isinstance(value, int) and value else linux.DEFAULT_BUFFER
        if option in (names["SO_REUSEADDR"], names["SO_REUSEPORT"], names["SO_KEEPALIVE"]):
            return int(bool(value))
        if option == names["SO_LINGER"] and not value:
            return bytes(8)
        return value

    def take_error(self) -> int:
        """Return and clear the pending error number (SO_ERROR)."""
        self.settle()
        role = self.role
        if isinstance(role, (Connection, Mailbox)):
            return role.take_error()
        return self.give_up() if isinstance(role, Connecting) and role.error else 0


def open_shared(given: Shared) -> Description:
    """Open a socket that another process shared."""
    description = Description(*given["socket"])
    description.blocking = given["blocking"]
    if "sharedSocket" in given:
        _take_binding(description, given)
    else:
        description.take(remote.open_end(given, False, BUFFER_SIZE))
        description.peer_process = given.get("peerProcess")
    return description


def _take_binding(description: Description, given: Shared) -> None:
    binding = description.binding = ports.Binding(**given["binding"], shared=True)
    description.unix_name = given["name"]
    local = remote.address(given["local"])
    if given["backlog"] is not None:
        description.take(shared.RemoteListener(given["sharedSocket"], binding, local, given["backlog"]))
    else:
        mailbox = shared.RemoteMailbox(given["sharedSocket"], binding, description.family == 1)
        mailbox.local = local
        mailbox.peer, mailbox.peer_address = remote.address(given["peer"]), remote.address(given["peerAddress"])  # type: ignore[assignment]
        description.take(mailbox)
    link.tell("refreshShared", given["sharedSocket"])
