"""Semaphores and locks that processes share: waits, time-outs, what is given up, and by whom it may be given back."""

from typing import Any

import pytest
from kernel.machine import link
from kernel.processes import semaphores
from kernel.processes.semaphores import RECURSIVE_MUTEX, SEM_VALUE_MAX, SEMAPHORE, SemLock
from kernel.threads import scheduler
from suspension import Suspension


class Machine:
    """What all processes share: the values of semaphores. A release is told to those that wait, as the machine does."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self.most: dict[str, int] = {}

    def ask(self, op: str, *arguments: Any) -> Any:
        if op == "semaphore":
            found = f"sem:{len(self.values) + 1}"
            _, self.values[found], self.most[found] = arguments
            return found
        semaphore = arguments[0]
        if op == "semaphoreValue":
            return self.values[semaphore]
        if op == "acquireSemaphore":
            if self.values[semaphore]:
                self.values[semaphore] -= 1
                return True
            return False
        assert op == "releaseSemaphore"
        if self.values[semaphore] == self.most[semaphore]:
            return False
        self.values[semaphore] += 1
        semaphores.notify(semaphore)
        return True

    def tell(self, op: str, *arguments: Any) -> None:
        if op == "releaseSemaphore":
            self.ask(op, *arguments)


@pytest.fixture
def machine(suspension: Suspension, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """It answers at once."""
    made = Machine()
    monkeypatch.setattr(link, "ask", made.ask)
    monkeypatch.setattr(link, "order", made.ask)
    monkeypatch.setattr(link, "tell", made.tell)
    monkeypatch.setattr(semaphores, "monotonic", lambda: suspension.now)
    monkeypatch.setattr(semaphores, "_waiting", {})
    return made


def semaphore(value: int, most: int = SEM_VALUE_MAX, kind: int = SEMAPHORE) -> SemLock:
    """A semaphore that has no name any more."""
    return SemLock(kind, value, most, "/s", True)


@pytest.mark.usefixtures("machine")
def test_who_waits_is_woken_by_a_release(suspension: Suspension) -> None:
    """Of this process's threads; at that moment."""
    shared, said = semaphore(0), list[float]()

    def run() -> None:
        assert shared.acquire()
        said.append(suspension.now)

    scheduler.start(run)
    scheduler.park(2)
    assert said == []
    shared.release()
    scheduler.park(1)
    assert said == [2.0]
    assert shared._is_zero()


@pytest.mark.usefixtures("machine")
def test_a_release_before_the_wait_is_kept() -> None:
    """It is a value, not a wake-up."""
    shared = semaphore(0)
    shared.release()
    assert shared.acquire(timeout=0)
    assert not shared.acquire(block=False)


def test_another_process_is_faster(machine: Machine, suspension: Suspension) -> None:
    """Who was woken finds nothing, and waits for the rest of its time."""
    shared, said = semaphore(0), list[tuple[bool, float]]()
    scheduler.start(lambda: said.append((shared.acquire(timeout=3), suspension.now)))
    scheduler.park(1)
    semaphores.notify(shared._id)  # what was released has gone to another process
    scheduler.park(1)
    assert said == []
    scheduler.park(2)
    assert said == [(False, 3.0)]
    assert machine.values[shared._id] == 0


def test_a_waiter_that_is_interrupted_takes_nothing(machine: Machine) -> None:
    """What it was given in the same moment goes back, and another thread gets it."""
    shared, said = semaphore(0), list[str]()

    def run(name: str) -> None:
        try:
            shared.acquire()
            said.append(name)
        except KeyError:
            said.append(f"{name} was interrupted")

    first = scheduler.start(lambda: run("first"))
    scheduler.start(lambda: run("second"))
    scheduler.park(0)
    first.asynchronous = KeyError
    shared.release()
    scheduler.park(1)
    assert sorted(said) == ["first was interrupted", "second"]
    assert machine.values[shared._id] == 0


@pytest.mark.usefixtures("machine")
def test_a_bounded_one_is_not_released_too_often() -> None:
    """ValueError, as from sem_post where CPython looks at the value."""
    shared = semaphore(1, 1)
    with pytest.raises(ValueError, match="too many times"):
        shared.release()
    assert shared._get_value() == 1


@pytest.mark.usefixtures("machine")
def test_a_lock_is_its_threads() -> None:
    """As often as it was taken; another thread waits, and can't give it back."""
    lock, said = semaphore(1, 1, RECURSIVE_MUTEX), list[str]()
    assert lock.acquire()
    assert lock.acquire()

    def other() -> None:
        try:
            lock.release()
        except AssertionError as error:
            said.append(str(error))
        assert not lock.acquire(block=False)
        with lock:
            said.append("taken")

    scheduler.start(other)
    scheduler.park(0)
    assert said == ["attempt to release recursive lock not owned by thread"]
    lock.release()
    scheduler.park(0)
    assert said[1:] == []
    lock.release()
    scheduler.park(0)
    assert said[1:] == ["taken"]
    assert lock._count() == 0
