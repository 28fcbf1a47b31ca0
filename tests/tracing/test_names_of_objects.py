"""How a trace and the sentences of a deadlock call an object: as the program could write it."""

import asyncio
import multiprocessing
import runpy
import sys
import threading
from typing import Any

import pytest
from interleave_site.bundle import RECORDER

# The recorder needs Python 3.12, and this module of it doesn't.
of_variable = runpy.run_path(str(RECORDER / "names.py"))["of_variable"]
LOCK = threading.Lock()


class Table:
    shared = threading.Lock()

    def __init__(self) -> None:
        self.__lock = threading.RLock()
        self.forks = [threading.Lock() for _ in range(3)]
        self.rooms = {"hall": threading.Lock()}

    def named(self) -> list[str | None]:
        return _names(sys._getframe(), self.__lock, self.forks[2], self.rooms["hall"], self.shared)


class Slotted:
    __slots__ = ("changed", "lock", "never_set")

    def __init__(self) -> None:
        self.lock, self.changed = threading.Lock(), threading.Condition()


def _names(frame: Any, *things: Any) -> list[str | None]:
    return [of_variable(thing, frame) for thing in things]


def test_what_an_object_has() -> None:
    """Attributes, also private and of the class, and elements, by the method's own `self`."""
    assert Table().named() == ["self.__lock", "self.forks[2]", "self.rooms['hall']", "self.shared"]


def test_what_variables_lead_to() -> None:
    """The shortest expression; a global one first."""
    account, accounts = Slotted(), {"ada": Slotted()}
    found = _names(sys._getframe(), LOCK, account.lock, accounts["ada"].changed._lock, object(), None)  # type: ignore[attr-defined]
    assert found == ["LOCK", "account.lock", "accounts['ada'].changed", None, None]


def _inner(thing: Any) -> Any:
    """What a thread or process waits for if it waits for the lock of an object."""
    while not hasattr(thing, "_semlock") and hasattr(thing, "_lock"):
        thing = thing._lock
    return getattr(thing, "_semlock", thing)


@pytest.mark.parametrize(
    "make",
    [
        threading.Condition,
        asyncio.Condition,
        multiprocessing.Lock,
        multiprocessing.RLock,
        multiprocessing.Condition,
        lambda: multiprocessing.Value("i", 0),
        lambda: multiprocessing.Array("i", 3),
    ],
)
def test_a_lock_inside_another_object(make: Any) -> None:
    """It has that object's name."""
    thing = make()
    found = _names(sys._getframe(), _inner(thing))
    assert found == ["thing"]


def test_a_name_of_its_own_counts_first() -> None:
    """As of a lock that several conditions share."""
    changed = threading.Condition(LOCK)
    found = _names(sys._getframe(), changed._lock)  # type: ignore[attr-defined]
    assert found == ["LOCK"]


def test_no_code_of_the_program_runs() -> None:
    """No `__getattribute__`, no `__eq__`."""

    class Hostile:
        def __getattribute__(self, name: str) -> Any:
            raise AssertionError(name)

        def __eq__(self, other: object) -> bool:
            raise AssertionError

        __hash__ = None  # type: ignore[assignment]

    hostile, many = Hostile(), [Hostile()]
    found = _names(sys._getframe(), object())
    assert found == [None]
    del hostile, many
