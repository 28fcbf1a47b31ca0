"""The order of threads under a schedule: who goes on is chosen, and time stands while any is ready."""

from collections.abc import Callable, Iterator

import pytest
from kernel.exploring.order import Order
from kernel.threads import locks, scheduler
from kernel.threads.scheduler import Thread
from suspension import Suspension


class Chosen:
    """Takes choices from a list, then 0, and notes what was asked."""

    def __init__(self) -> None:
        self.wanted: list[int] = []
        self.asked: list[tuple[str, int]] = []
        self.limits: list[str] = []

    def choose(self, kind: str, options: list[Thread], me: Thread) -> int:
        assert me in scheduler.alive or kind == "next"
        self.asked.append((kind, len(options)))
        return min(self.wanted.pop(0), len(options) - 1) if self.wanted else 0


@pytest.fixture
def chosen(suspension: Suspension) -> Iterator[Chosen]:
    """Threads are ordered by what a test puts into `wanted`."""
    made = Chosen()
    scheduler.schedule_by(Order(made.choose, lambda taken: False, made.limits.append))
    yield made
    scheduler.schedule_by(None)


def say(name: str, said: list[str], steps: int = 2) -> Callable[[], None]:
    """A thread that says its name, and lets others go on in between."""

    def run() -> None:
        for step in range(steps):
            said.append(f"{name}{step}")
            scheduler.park(0)

    return run


def settle() -> None:
    """Let the others run until all have ended."""
    while len(scheduler.alive) > 1:
        scheduler.park(0)


def test_zeros_are_what_happens_by_itself(chosen: Chosen) -> None:
    """First come, first served; nothing is asked where there is one option."""
    said: list[str] = []
    for name in "abc":
        scheduler.start(say(name, said))
    settle()
    assert said == ["a0", "b0", "c0", "a1", "b1", "c1"]
    assert {kind for kind, _ in chosen.asked} == {"next"}
    assert all(count > 1 for _, count in chosen.asked)


def test_another_thread_is_chosen(chosen: Chosen) -> None:
    """The options are those that are ready, in the order in which they became so."""
    said: list[str] = []
    for name in "abc":
        scheduler.start(say(name, said, 1))
    chosen.wanted = [2]
    settle()
    assert said == ["c0", "a0", "b0"]
    assert chosen.asked[0] == ("next", 4)  # the main thread is the last of them


def test_the_same_choices_give_the_same_run(chosen: Chosen) -> None:
    """And others another one."""

    def run(wanted: list[int]) -> list[str]:
        said: list[str] = []
        for name in "abc":
            scheduler.start(say(name, said, 3))
        chosen.wanted = list(wanted)
        settle()
        return said

    first = run([1, 0, 2, 3, 1])
    assert run([1, 0, 2, 3, 1]) == first
    assert run([2, 0, 2, 3, 1]) != first


def test_a_point_preempts_only_where_it_is_chosen(chosen: Chosen) -> None:
    """And asks nothing while no other thread is ready."""
    said: list[str] = []
    assert scheduler.order is not None
    scheduler.order.point()
    assert chosen.asked == []
    scheduler.start(lambda: said.append("other"))
    scheduler.order.point()
    assert said == []
    chosen.wanted = [1]
    scheduler.order.point()
    assert said == ["other"]
    assert chosen.asked == [("preempt", 2), ("preempt", 2)]


def test_who_never_lets_go_is_preempted_in_the_end(chosen: Chosen) -> None:
    """As by the timer of a machine: a loop that waits for another thread's variable ends."""
    said: list[str] = []
    scheduler.start(lambda: said.append("other"))
    while not said:
        assert scheduler.order is not None
        scheduler.order.point()
    assert not any(chosen.wanted)


def test_any_waiter_of_a_lock_may_be_next(chosen: Chosen) -> None:
    """`threading.Lock` promises no order."""
    lock, said = locks.Lock(), list[str]()

    def run(name: str) -> Callable[[], None]:
        def take() -> None:
            with lock:
                said.append(name)

        return take

    with lock:
        for name in "abc":
            scheduler.start(run(name))
        for _ in range(5):
            scheduler.park(0)
        chosen.asked.clear()
        chosen.wanted = [2]
    settle()
    assert ("waiter", 3) in chosen.asked
    assert said == ["c", "a", "b"]


def test_time_stands_while_any_thread_is_ready(chosen: Chosen, suspension: Suspension) -> None:
    """And goes on to the first deadline when none is; the sleepers wake in the order of their deadlines."""
    said: list[str] = []

    def sleeper(name: str, seconds: float) -> Callable[[], None]:
        def run() -> None:
            scheduler.park(seconds)
            said.append(f"{name} at {suspension.now:.1f}")

        return run

    for name, seconds in (("slow", 2.0), ("fast", 1.0)):
        scheduler.start(sleeper(name, seconds))
    scheduler.park(3.0)
    assert said == ["fast at 1.0", "slow at 2.0"]
    assert suspension.now == 3.0


def test_deadlines_that_come_together_may_come_in_any_order(chosen: Chosen, suspension: Suspension) -> None:
    """But none before its time."""

    def run(wanted: list[int]) -> list[str]:
        said: list[str] = []

        def sleeper(name: str, seconds: float) -> Callable[[], None]:
            def sleep() -> None:
                until = suspension.now + seconds
                scheduler.park(seconds)
                assert suspension.now >= until
                said.append(name)

            return sleep

        for name, seconds in (("a", 1.0), ("b", 1.0001), ("c", 1.1)):
            scheduler.start(sleeper(name, seconds))
        for _ in range(3):
            scheduler.park(0)
        chosen.wanted = list(wanted)
        scheduler.park(5)
        return said

    assert run([]) == ["a", "b", "c"]
    assert run([1]) == ["b", "a", "c"]


def test_a_run_that_takes_too_many_steps_is_over(chosen: Chosen, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told once, in words."""
    monkeypatch.setattr("kernel.exploring.order.MOST_STEPS", 100)
    assert scheduler.order is not None
    for _ in range(200):
        scheduler.order.point()
    assert chosen.limits == ["it took more than 100 steps"]


def test_who_is_woken_comes_before_a_deadline_that_comes_together(chosen: Chosen) -> None:
    """As on the instant clock, where the second deadline is a moment later; a choice still turns it round."""

    def run(wanted: list[int]) -> list[str]:
        said: list[str] = []
        lock = locks.Lock()

        def first() -> None:
            scheduler.park(1.0)
            said.append("first deadline")
            lock.release()

        def second() -> None:
            scheduler.park(1.0001)
            said.append("second deadline")

        for thread in (first, second):
            scheduler.start(thread)
        lock.acquire()
        scheduler.park(0)
        chosen.wanted = [0, *wanted]  # the first one first
        lock.acquire()
        said.append("woken")
        settle()
        return said

    assert run([]) == ["first deadline", "woken", "second deadline"]
    assert run([1]) == ["first deadline", "second deadline", "woken"]
