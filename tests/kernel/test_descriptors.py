"""Descriptors of the kernel's: their flags, pipes, epoll, files sent along."""

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernel.base import arguments
from kernel.base.linux import FCNTL
from kernel.files import control, descriptors, epoll, pipes, splicing, table
from kernel.net import interfaces
from kernel.processes import children


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """The ends of a pipe."""
    ends = descriptors.pipe()
    yield ends
    for fd in ends:
        if table.lookup(fd) is not None:
            table.release(fd)


def code(caught: pytest.ExceptionInfo[OSError]) -> int | None:
    """An error's number."""
    return caught.value.errno


def test_flags_belong_to_what_they_do_on_linux(pipe: tuple[int, int]) -> None:
    """Blocking is the file's, inheritance the descriptor's."""
    copy = descriptors.dup(pipe[0])
    control.set_blocking(pipe[0], False)
    control.set_inheritable(pipe[0], True)
    assert (control.get_blocking(copy), control.get_inheritable(copy)) == (False, False)
    assert control.fcntl(copy, 3) & os.O_NONBLOCK
    assert control.fcntl(pipe[0], 1) == 0
    assert pipe[0] in table.inheritable()
    table.release(copy)
    with pytest.raises(BlockingIOError):
        descriptors.read(pipe[0], 1)


def test_a_pipe_can_be_made_larger_and_smaller(pipe: tuple[int, int]) -> None:
    """Sizes are powers of two, at least a page; what is in it has to fit."""
    reader, writer = pipe
    assert control.fcntl(writer, 1032) == pipes.CAPACITY
    assert control.fcntl(writer, 1031, 5000) == 8192
    control.set_blocking(writer, False)
    assert descriptors.write(writer, bytes(10000)) == 8192
    with pytest.raises(OSError) as caught:
        control.fcntl(reader, 1031, 4096)
    assert code(caught) == errno.EBUSY
    assert control.fcntl(reader, 1031, 1 << 20) == 1 << 20
    assert descriptors.write(writer, b"more") == 4


def test_sendfile_and_splice(pipe: tuple[int, int], tmp_path: Path) -> None:
    """Bytes of files into pipes; the file's position moves where no offset is given."""
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    reader, writer = pipe
    with path.open("rb") as file:
        assert splicing.sendfile(writer, file.fileno(), 2, 3) == 3
        assert descriptors.read(reader, 10) == b"234"
        os.lseek(file.fileno(), 7, os.SEEK_SET)
        assert splicing.sendfile(writer, file.fileno(), None, 100) == 3
        assert splicing.sendfile(writer, file.fileno(), None, 100) == 0
        assert descriptors.read(reader, 10) == b"789"
        assert splicing.splice(file.fileno(), writer, 4, offset_src=0) == 4
        assert descriptors.read(reader, 10) == b"0123"
        for arguments_ in ((writer, file.fileno(), -1, 1), (file.fileno(), reader, 0, 1)):
            with pytest.raises(OSError) as caught:
                splicing.sendfile(*arguments_)
            assert code(caught) == errno.EINVAL


def test_epoll_objects_share_what_a_descriptor_watches(pipe: tuple[int, int]) -> None:
    """`fromfd` makes another object, and closing one doesn't close the other's memory of its number."""
    reader, writer = pipe
    first = epoll.Epoll()
    second = epoll.Epoll.fromfd(first.fileno())
    second.register(reader, table.IN)
    assert first.poll(0) == []
    descriptors.write(writer, b"x")
    assert first.poll(0) == [(reader, table.IN)]
    with pytest.raises(FileExistsError):
        first.register(reader, table.IN)
    table.release(reader)
    with pytest.raises(OSError) as caught:
        first.unregister(reader)
    assert code(caught) == errno.EBADF
    first.close()
    with pytest.raises(OSError) as caught:
        second.poll(0)
    assert code(caught) == errno.EBADF


def test_waiting_for_children() -> None:
    """Each is told of once, in every way."""
    for pid, status in ((71, 3), (72, -9), (73, 0)):
        children.born(pid)
        children.child_ended(pid, status)
    found = children.waitid(1, 71, children.WEXITED | children.WNOWAIT)
    assert found is not None
    assert (found.si_pid, found.si_status, found.si_code) == (71, 3, 1)
    assert children.waitpid(71, 0) == (71, 3 << 8)
    assert children.wait4(72, 0)[:2] == (72, 9)
    assert children.waitpid(-1, children.WNOHANG) == (73, 0)
    with pytest.raises(ChildProcessError):
        children.wait()


@pytest.mark.parametrize(
    "address", ["::", "::1", "1::", "fe80::1:2", "::ffff:1.2.3.4", "::1.2.3.4", "1:2:3:4:5:6:7:8", "0:0:1::", "::1:0:0"]
)
def test_addresses_of_ipv6_are_those_of_the_c_library(address: str) -> None:
    """Both ways."""
    packed = interfaces.inet_pton(10, address)
    assert packed == socket.inet_pton(socket.AF_INET6, address)
    assert interfaces.inet_ntop(10, packed) == socket.inet_ntop(socket.AF_INET6, packed)


@pytest.mark.parametrize("address", ["", "1", ":::", "1::2::3", "12345::", "::1%lo", "::1/64", "::1.2.3"])
def test_what_is_no_address_of_ipv6(address: str) -> None:
    """It raises OSError, as the C library's."""
    for convert, family in ((interfaces.inet_pton, 10), (socket.inet_pton, socket.AF_INET6)):
        with pytest.raises(OSError):
            convert(family, address)


def test_arguments_are_checked_as_in_c() -> None:
    """Types and ranges, with CPython's messages."""
    with pytest.raises(OverflowError, match="signed integer is greater than maximum"):
        arguments.c_int(1 << 31)
    with pytest.raises(TypeError, match="a bytes-like object is required, not 'str'"):
        arguments.readable("text")
    with pytest.raises(TypeError, match="read-write bytes-like object"):
        arguments.writable(b"", "recv_into")
    assert arguments.readable(memoryview(b"abcdef")[::2]).tobytes() == b"ace"
    assert [table.named(path) for path in ("/dev/stdin", "/dev/fd/12", "/proc/self/fd/3", "/dev/null")] == [
        0,
        12,
        3,
        None,
    ]


def test_files_share_no_blocks(tmp_path: Path) -> None:
    """As on most file systems: whoever copies a file copies its bytes then."""
    with (tmp_path / "file").open("wb") as file, pytest.raises(OSError) as caught:
        control.ioctl(file, FCNTL["FICLONE"], 0)
    assert code(caught) == errno.EOPNOTSUPP
