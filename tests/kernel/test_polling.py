"""Polling while others write, read and close: select, poll and epoll wake for what they wait for, and nothing else."""

from collections.abc import Callable, Iterator

import pytest
from kernel.files import control, descriptors, epoll, pipes, polling, table
from kernel.files.table import ERR, HUP, IN, OUT
from kernel.threads import scheduler
from suspension import Suspension


@pytest.fixture
def pipe(suspension: Suspension) -> Iterator[tuple[int, int]]:
    """The ends of a pipe that don't block."""
    ends = descriptors.pipe()
    for fd in ends:
        control.set_blocking(fd, False)
    yield ends
    for fd in ends:
        if table.lookup(fd) is not None:
            table.release(fd)


def later(action: Callable[[], object], seconds: float = 1) -> None:
    """Let another thread do something in a while."""

    def run() -> None:
        scheduler.park(seconds)
        action()

    scheduler.start(run)


def full(fd: int) -> None:
    """Write until no more can be written."""
    descriptors.write(fd, bytes(pipes.CAPACITY))


def polled(fd: int, mask: int, timeout: float | None = None) -> list[tuple[int, int]]:
    """What poll finds for one descriptor."""
    poll = polling.poll()
    poll.register(fd, mask)
    return poll.poll(timeout)


def test_select_wakes_for_what_arrives(suspension: Suspension, pipe: tuple[int, int]) -> None:
    """At that moment."""
    later(lambda: descriptors.write(pipe[1], b"x"))
    assert polling.select([pipe[0]], [], []) == ([pipe[0]], [], [])
    assert suspension.now == 1


def test_what_is_ready_is_not_waited_for(suspension: Suspension, pipe: tuple[int, int]) -> None:
    """Neither is a time-out of 0."""
    assert polling.select([pipe[0]], [pipe[1]], [pipe[0]], 5) == ([], [pipe[1]], [])
    assert polling.select([pipe[0]], [], [], 0) == ([], [], [])
    assert polled(pipe[1], OUT) == [(pipe[1], OUT)]
    assert suspension.now == 0


def test_a_time_out_gives_nothing(suspension: Suspension, pipe: tuple[int, int]) -> None:
    """And nobody watches the file any more."""
    assert polling.select([pipe[0]], [], [], 2) == ([], [], [])
    assert polled(pipe[0], IN, 1500) == []
    assert suspension.now == 3.5
    file = table.lookup(pipe[0])
    assert file is not None
    assert not file.watchers


def test_a_full_pipe_is_writable_once_it_was_read(suspension: Suspension, pipe: tuple[int, int]) -> None:
    """Not before."""
    full(pipe[1])
    assert polled(pipe[1], OUT, 0) == []
    later(lambda: descriptors.read(pipe[0], pipes.CAPACITY))
    assert polled(pipe[1], OUT) == [(pipe[1], OUT)]
    assert suspension.now == 1


def test_the_other_end_is_closed_under_a_waiter(pipe: tuple[int, int]) -> None:
    """A reader hears of the end, a writer of the error, whatever they asked for."""
    later(lambda: table.release(pipe[1]))
    assert polled(pipe[0], 0) == [(pipe[0], HUP)]
    assert descriptors.read(pipe[0], 1) == b""
    reader, writer = descriptors.pipe()
    control.set_blocking(writer, False)
    full(writer)
    later(lambda: table.release(reader))
    assert polled(writer, OUT)[0][1] & ERR
    table.release(writer)


def test_two_threads_wait_for_one_descriptor(pipe: tuple[int, int]) -> None:
    """Both are told; a poll object that one waits in refuses the other."""
    found: list[object] = []
    poll = polling.poll()
    poll.register(pipe[0], IN)

    scheduler.start(lambda: found.append(poll.poll()))
    scheduler.park(0)
    with pytest.raises(RuntimeError, match="concurrent"):
        poll.poll()
    scheduler.start(lambda: found.append(polling.select([pipe[0]], [], [])[0]))
    scheduler.park(0)
    descriptors.write(pipe[1], b"x")
    scheduler.park(1)
    assert found in ([[(pipe[0], IN)], [pipe[0]]], [[pipe[0]], [(pipe[0], IN)]])  # no order is promised


def test_a_wait_that_is_cancelled_leaves_nothing(pipe: tuple[int, int]) -> None:
    """The poll object can be used again."""
    poll = polling.poll()
    poll.register(pipe[0], IN)
    said: list[str] = []

    def run() -> None:
        try:
            poll.poll()
        except KeyError:
            said.append("cancelled")

    thread = scheduler.start(run)
    scheduler.park(0)
    thread.asynchronous = KeyError
    descriptors.write(pipe[1], b"x")
    scheduler.park(0)
    assert said == ["cancelled"]
    assert poll.poll(0) == [(pipe[0], IN)]


def test_epoll_of_edges_tells_each_arrival_once(suspension: Suspension, pipe: tuple[int, int]) -> None:
    """By levels, it tells as long as something is there."""
    edges, levels = epoll.Epoll(), epoll.Epoll()
    edges.register(pipe[0], IN | epoll.EDGE)
    levels.register(pipe[0], IN)
    for _ in range(2):
        later(lambda: descriptors.write(pipe[1], b"x"))
        assert edges.poll() == [(pipe[0], IN)]
        assert edges.poll(1) == []
        assert levels.poll(0) == levels.poll(0) == [(pipe[0], IN)]
    edges.close()
    levels.close()


def test_what_is_registered_while_another_thread_waits_wakes_it(pipe: tuple[int, int]) -> None:
    """As epoll_wait(2) says; what is taken out no longer does."""
    watched = epoll.Epoll()
    descriptors.write(pipe[1], b"x")
    later(lambda: watched.register(pipe[0], IN))
    assert watched.poll(5) == [(pipe[0], IN)]
    watched.unregister(pipe[0])
    assert watched.poll(0) == []
    watched.register(pipe[0], IN | epoll.ONESHOT)
    assert watched.poll(0) == [(pipe[0], IN)]
    assert watched.poll(0) == []
    watched.modify(pipe[0], IN | epoll.ONESHOT)
    assert watched.poll(0) == [(pipe[0], IN)]
    watched.close()
