"""Starting processes."""

import errno

import pytest
from kernel.files import table
from kernel.machine import link
from kernel.net.description import Description
from kernel.processes import processes


def test_one_process_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As fork(2) does where a user has as many processes as there may be."""
    monkeypatch.setattr(link, "ask", lambda *_: "EAGAIN")
    with pytest.raises(BlockingIOError):
        processes.start([processes.executable, "-c", ""], [])


def test_a_socket_without_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child doesn't get /dev/null in the place of what it can't be given."""
    monkeypatch.setattr(table, "lookup", lambda _: Description(2, 1, 0))
    with pytest.raises(OSError, match="can't give") as caught:
        processes.describe([(5, 5)])
    assert caught.value.errno == errno.EOPNOTSUPP
