"""Numbers for hashes: a set has the same order in each run, and what lives on stays in its sets."""

import threading
from concurrent.futures import Future

import pytest
from kernel.recording import numbering


@pytest.fixture(autouse=True)
def hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The classes have their own hashes again after the test."""
    for kind in (threading.Thread, Future):
        monkeypatch.setattr(kind, "__hash__", kind.__hash__)


def test_each_run_counts_from_one() -> None:
    """In the order in which the numbers are asked for."""
    for _ in range(2):
        numbering.begin()
        made = [Future[None]() for _ in range(3)]
        assert [hash(each) for each in reversed(made)] == [1, 2, 3]


def test_what_lives_on_keeps_its_number() -> None:
    """A set that outlives a run still finds its elements."""
    numbering.begin()
    first, second = threading.Thread(), threading.Thread()
    made = {first, second}
    numbering.begin()
    assert second in made and first in made
