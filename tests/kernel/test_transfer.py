"""Descriptors that are sent over a socket: what stays open meanwhile, what arrives, and what is dropped."""

import gc
import socket
import struct
from collections.abc import Iterator

import pytest
from kernel.files import control, descriptors, table
from kernel.net.module import socketpair
from kernel.net.sockets import Socket
from kernel.threads import scheduler
from suspension import Suspension

RIGHTS = (socket.SOL_SOCKET, socket.SCM_RIGHTS)
ROOM = 64


@pytest.fixture
def ends(suspension: Suspension) -> Iterator[tuple[Socket, Socket]]:
    """Two connected sockets."""
    made = socketpair()
    yield made
    for sock in made:
        sock.close()


def sent(sock: Socket, *fds: int) -> None:
    """Send descriptors with a byte."""
    assert sock.sendmsg([b"x"], [(*RIGHTS, struct.pack(f"{len(fds)}i", *fds))]) == 1


def received(sock: Socket, room: int = ROOM, flags: int = 0) -> tuple[list[int], int]:
    """The descriptors that come with the next byte, and the flags of the message."""
    data, ancillary, came, _ = sock.recvmsg(1, room, flags)
    assert data == b"x"
    fds = [fd for _, _, raw in ancillary for fd in struct.unpack(f"{len(raw) // 4}i", raw)]
    return fds, came


def test_what_is_closed_on_the_way_arrives(ends: tuple[Socket, Socket]) -> None:
    """The descriptor on its way keeps the file open, and arrives as another number for the same."""
    reader, writer = descriptors.pipe()
    sent(ends[0], writer)
    table.release(writer)
    control.set_blocking(reader, False)
    with pytest.raises(BlockingIOError):
        descriptors.read(reader, 1)  # not the end: somebody still has the writing side
    (copy,), _ = received(ends[1])
    descriptors.write(copy, b"through")
    table.release(copy)
    assert descriptors.read(reader, 10) == b"through"
    assert descriptors.read(reader, 10) == b""
    table.release(reader)


def test_what_nobody_receives_is_closed_with_the_socket(ends: tuple[Socket, Socket]) -> None:
    """Then the reader hears the end."""
    reader, writer = descriptors.pipe()
    sent(ends[0], writer)
    table.release(writer)
    for sock in ends:
        sock.close()
    assert descriptors.read(reader, 1) == b""
    table.release(reader)


def test_where_there_is_no_room_the_rest_is_dropped(ends: tuple[Socket, Socket]) -> None:
    """And the receiver is told so."""
    reader, writer = descriptors.pipe()
    sent(ends[0], writer, writer, writer)
    table.release(writer)
    fds, flags = received(ends[1], room=16)
    assert (len(fds), flags & socket.MSG_CTRUNC) == (1, socket.MSG_CTRUNC)
    table.release(fds[0])
    gc.collect()
    assert descriptors.read(reader, 1) == b""
    table.release(reader)


def test_descriptors_do_not_pass_the_bytes_before_them(ends: tuple[Socket, Socket]) -> None:
    """A receiver that reads many bytes gets those before and with a message, and no second message's descriptors."""
    reader, writer = descriptors.pipe()
    ends[0].send(b"before")
    sent(ends[0], reader)
    sent(ends[0], writer)
    data, ancillary, _, _ = ends[1].recvmsg(100, ROOM)
    assert data in (b"before", b"beforex")
    found = [] if not ancillary else [ancillary]
    while len(found) < 2:
        _, ancillary, _, _ = ends[1].recvmsg(100, ROOM)
        assert len(ancillary) == 1
        found.append(ancillary)
    for (_, _, raw), *_ in found:
        table.release(struct.unpack("i", raw)[0])
    table.release(reader)
    table.release(writer)


def test_a_waiting_receiver_is_woken(ends: tuple[Socket, Socket]) -> None:
    """And gets what another thread sends."""
    reader, writer = descriptors.pipe()
    got: list[int] = []
    scheduler.start(lambda: got.extend(received(ends[1])[0]))
    scheduler.park(0)
    sent(ends[0], reader)
    scheduler.park(0)
    assert len(got) == 1
    for fd in (reader, writer, *got):
        table.release(fd)


def test_what_is_no_descriptor_is_not_sent(ends: tuple[Socket, Socket]) -> None:
    """EBADF, and nothing of the message arrives."""
    with pytest.raises(OSError, match="Bad file descriptor"):
        sent(ends[0], 10_000_000)
    ends[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        ends[1].recv(1)
