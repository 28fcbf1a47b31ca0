"""Signals: masks, what is pending, the order of delivery, handlers that raise, waits for signals."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from kernel.processes import signals
from kernel.threads import entry, scheduler
from suspension import Suspension

USR1, USR2, TERM = 10, 12, 15


@pytest.fixture
def called(suspension: Suspension) -> list[int]:
    """The signals whose handlers were called."""
    found: list[int] = []
    for signum in (USR1, USR2, TERM):
        signals.signal(signum, lambda number, _: found.append(number))
    return found


def test_the_lowest_is_delivered_first(suspension: Suspension, called: list[int]) -> None:
    """Of those that wait together; and each once, however often it was sent meanwhile."""
    suspension.signals += [TERM, USR2, USR1, USR2]
    scheduler.park(0)
    assert called == suspension.taken == [USR1, USR2, TERM]


def test_what_is_blocked_waits(suspension: Suspension, called: list[int]) -> None:
    """Until it is unblocked; the others go past it."""
    assert signals.pthread_sigmask(0, {USR1, TERM}) == set()
    suspension.signals += [USR1, USR2]
    scheduler.park(0)
    assert (called, signals.sigpending()) == ([USR2], {USR1})
    assert signals.pthread_sigmask(1, {USR1}) == {USR1, TERM}
    assert (called, signals.sigpending()) == ([USR2, USR1], set())


def test_the_mask_is_replaced_but_for_what_cannot_be_blocked(called: list[int]) -> None:
    """SIGKILL and SIGSTOP never are."""
    signals.pthread_sigmask(0, {USR1})
    assert signals.pthread_sigmask(2, {USR2, 9, 19}) == {USR1}
    assert signals.blocked() == [USR2]
    with pytest.raises(OSError, match="Invalid argument"):
        signals.pthread_sigmask(3, set())
    with pytest.raises(ValueError, match="out of range"):
        signals.pthread_sigmask(0, {65})
    assert signals.blocked() == [USR2]


def test_what_comes_after_a_handler_that_raised_is_not_lost(suspension: Suspension, called: list[int]) -> None:
    """It is delivered at the next opportunity."""

    def fail(*_: object) -> None:
        raise LookupError

    signals.signal(USR1, fail)
    suspension.signals += [USR2, USR1]
    with pytest.raises(LookupError):
        scheduler.park(0)
    assert called == []
    suspension.signals.append(TERM)
    scheduler.park(0)
    assert called == [USR2, TERM]


def test_a_handler_may_send_its_own_signal(suspension: Suspension) -> None:
    """Which is delivered before the wait goes on."""
    left = [3]

    def again(signum: int, _: object) -> None:
        left[0] -= 1
        if left[0]:
            signals.raise_signal(signum)

    signals.signal(USR1, again)
    suspension.signals.append(USR1)
    scheduler.park(0)
    assert left == [0]


def test_pause_returns_after_a_handler(suspension: Suspension, called: list[int]) -> None:
    """And not for one that is ignored before it."""
    signals.signal(USR2, signals._IGNORE)

    def send() -> None:
        for signum in (USR2, USR1):
            suspension.send_signal(signum)

    scheduler.start(send)
    signals.pause()
    assert called == [USR1]


def test_sigwait_takes_what_no_handler_gets(suspension: Suspension, called: list[int]) -> None:
    """Also one that was pending before."""
    signals.pthread_sigmask(0, {USR1, USR2})
    suspension.signals.append(USR2)
    assert signals.sigwait({USR1, USR2}) == USR2
    scheduler.start(lambda: suspension.send_signal(USR1))
    assert signals.sigwaitinfo([USR1]).si_signo == USR1
    signals.pthread_sigmask(1, {USR1, USR2})
    assert called == []


def test_sigtimedwait_ends_with_its_time(suspension: Suspension, called: list[int]) -> None:
    """A signal that isn't among those waited for is handled meanwhile, and the wait goes on."""
    signals.pthread_sigmask(0, {USR1})

    def send() -> None:
        scheduler.park(1)
        suspension.send_signal(USR2)

    scheduler.start(send)
    assert signals.sigtimedwait({USR1}, 3) is None
    assert (called, suspension.now) == ([USR2], 3.0)
    with pytest.raises(ValueError, match="non-negative"):
        signals.sigtimedwait({USR1}, -1)


@pytest.mark.parametrize("call", [lambda: signals.signal(USR1, 1), lambda: signals.set_wakeup_fd(-1)])
def test_what_only_the_main_thread_may_do(suspension: Suspension, call: Any) -> None:
    """Another one is refused, as by CPython."""
    said: list[str] = []

    def other() -> None:
        try:
            call()
        except ValueError as error:
            said.append(str(error))

    scheduler.start(other)
    scheduler.park(0)
    assert len(said) == 1
    assert "only works in main thread of the main interpreter" in said[0]


def test_another_thread_raises_a_signal_in_the_main_one(suspension: Suspension, called: list[int]) -> None:
    """The handler runs there, once it has its turn."""
    seen: list[bool] = []
    signals.signal(USR1, lambda *_: seen.append(scheduler.current is scheduler.main))

    def other() -> None:
        signals.raise_signal(USR1)
        seen.append(scheduler.current is scheduler.main)

    scheduler.start(other)
    scheduler.park(1)
    assert seen == [False, True]


def test_numbers_are_checked(called: list[int]) -> None:
    """As in C."""
    for number in (0, 65, -1):
        with pytest.raises(ValueError, match="out of range"):
            signals.getsignal(number)
    for number in (9, 19):
        with pytest.raises(OSError, match="Invalid argument"):
            signals.signal(number, 1)
    with pytest.raises(TypeError, match="must be signal"):
        signals.signal(USR1, 7)
    with pytest.raises(ProcessLookupError):
        signals.pthread_kill(1, USR1)


def test_no_handler_is_called_in_the_kernels_own_code() -> None:
    """Nor in a marked function before and after it calls the program's code: an exception would end the interpreter."""
    names: dict[str, Any] = {"preemptible": entry.preemptible, "frame": sys._getframe}
    exec(compile("def enter(program): return preemptible(frame()), program()", entry.__file__, "exec"), names)
    enter: Callable[[Callable[[], bool]], tuple[bool, bool]] = names["enter"]
    assert enter(lambda: entry.preemptible(sys._getframe())) == (False, False)
    assert entry.runs_program(enter)(lambda: entry.preemptible(sys._getframe())) == (False, True)
