"""Connections as Linux has them: ends, half-closes, resets, backlogs."""

import errno

import pytest
from kernel.files import stream, table
from kernel.net import ports


def pair(
    first: stream.Address = ("127.0.0.1", 1), second: stream.Address = ("127.0.0.1", 2)
) -> tuple[stream.Endpoint, stream.Endpoint]:
    """Two ends of a connection."""
    ends = stream.Endpoint(first, second), stream.Endpoint(second, first)
    stream.connect(*ends)
    return ends


def view(data: bytes) -> memoryview:
    """What sockets hand over."""
    return memoryview(data)


def test_bytes_arrive_in_order_and_an_empty_buffer_would_block() -> None:
    """None says: would block."""
    first, second = pair()
    assert second.read(10) is None
    first.write(view(b"ab"))
    first.write(view(b"cd"))
    assert second.read(3, peek=True) == b"abc"
    assert second.read(3) == b"abc"
    assert second.read(3) == b"d"


def test_a_full_buffer_holds_the_writer_up() -> None:
    """Backpressure is real."""
    first, second = pair()
    assert first.write(view(bytes(stream.BUFFER_SIZE + 5))) == stream.BUFFER_SIZE
    assert first.write(view(b"x")) is None
    assert not first.events() & table.OUT
    second.read(1)
    assert first.events() & table.OUT
    assert first.write(view(b"xy")) == 1


def test_half_close_leaves_the_other_way_open() -> None:
    """Reading ends; writing goes on."""
    first, second = pair()
    first.shut(reading=False, writing=True)
    assert second.read(1) == b""
    assert second.events() & table.RDHUP
    assert second.write(view(b"still")) == 5
    assert first.read(5) == b"still"
    with pytest.raises(BrokenPipeError):
        first.write(view(b"x"))


def test_close_with_unread_bytes_resets() -> None:
    """The error is reported once; then the reader sees the end and the writer a broken pipe."""
    first, second = pair()
    first.write(view(b"never read"))
    second.close()
    assert first.events() & table.ERR
    with pytest.raises(ConnectionResetError):
        first.read(1)
    assert first.read(1) == b""
    with pytest.raises(BrokenPipeError):
        first.write(view(b"x"))


def test_the_first_write_after_the_other_side_closed_succeeds() -> None:
    """The bytes leave, and the answer is a reset."""
    first, second = pair()
    second.close()
    assert first.write(view(b"x")) == 1
    with pytest.raises(BrokenPipeError):
        first.write(view(b"x"))
    assert first.read(1) == b""


def test_nothing_is_under_way_between_sockets_of_the_unix_domain() -> None:
    """So the first write after the other side closed fails."""
    first, second = pair("", "/tmp/socket")
    second.close()
    with pytest.raises(BrokenPipeError):
        first.write(view(b"x"))


def test_backlog_holds_connections_up_and_close_refuses_them() -> None:
    """Linux lets one more wait than the backlog says."""
    listener = stream.Listener(("127.0.0.1", 1), backlog=1)
    attempts = [stream.Connecting("c", "s") for _ in range(4)]
    for attempt in attempts:
        listener.arrive(attempt)
    assert [attempt.done() for attempt in attempts] == [True, True, False, False]
    assert listener.accept() is not None
    assert [attempt.done() for attempt in attempts] == [True, True, True, False]
    listener.close()
    assert attempts[3].error == errno.ECONNREFUSED


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("0.0.0.0", True), ("8.8.8.8", False), ("::2", False)],
)
def test_what_lies_in_this_tab(host: str, local: bool) -> None:
    """Loopback is here, everything else outside."""
    assert ports.is_local(host) is local


def test_an_address_is_taken_once() -> None:
    """All addresses overlap with each; a released one is free again."""
    held = ports.Binding("127.0.0.1", 0)
    ports.bind(held)
    assert held.port
    for host in ("127.0.0.1", "0.0.0.0", "::"):
        with pytest.raises(OSError, match="in use") as caught:
            ports.bind(ports.Binding(host, held.port))
        assert caught.value.errno == errno.EADDRINUSE
    other = ports.Binding("::1", held.port)
    ports.bind(other)
    for binding in (held, other):
        ports.release(binding)
    again = ports.Binding("0.0.0.0", held.port)
    ports.bind(again)
    ports.release(again)


def test_nobody_listens_and_nobody_is_reached() -> None:
    """Refused here, unreachable outside."""
    attempt = stream.Connecting("c", "s")
    ports.reach(attempt, "127.0.0.1", 9)
    assert attempt.error == errno.ECONNREFUSED
    with pytest.raises(OSError, match="unreachable") as caught:
        ports.reach(stream.Connecting("c", "s"), "93.184.215.14", 80)
    assert caught.value.errno == errno.ENETUNREACH
