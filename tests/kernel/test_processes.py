"""Starting processes."""

import pytest
from kernel import machine, processes


def test_one_process_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As fork(2) does where a user has as many processes as there may be."""
    monkeypatch.setattr(machine, "ask", lambda *_: "EAGAIN")
    with pytest.raises(BlockingIOError):
        processes.start([processes.executable, "-c", ""], [])
