"""Who runs and who waits: hand-over, locks that are waited for, time-outs, what interrupts a wait."""

from collections.abc import Callable

import pytest
from kernel.processes import signals
from kernel.threads import locks, module, scheduler
from suspension import Suspension

pytestmark = pytest.mark.usefixtures("suspension")


def settle() -> None:
    """Let the others run until all of them wait or have ended."""
    for _ in range(10):
        scheduler.park(0)


def waiter(lock: locks.Lock, name: str, said: list[str]) -> Callable[[], None]:
    """A thread that takes a lock, says so, and gives it back in its next turn."""

    def run() -> None:
        try:
            with lock:
                said.append(name)
                scheduler.park(0)
        except KeyError:
            said.append(f"{name} was interrupted")

    return run


def test_a_thread_runs_when_the_running_one_waits() -> None:
    """Not before; in the order in which they were started."""
    said: list[str] = []
    for name in "abc":
        scheduler.start(lambda name=name: said.append(name))  # type: ignore[misc]
    assert said == []
    scheduler.park(0)
    assert said == ["a", "b", "c"]


def test_a_lock_goes_to_who_has_waited_longest() -> None:
    """One at a time."""
    lock, said = locks.Lock(), list[str]()
    lock.acquire()
    for name in "abc":
        scheduler.start(waiter(lock, name, said))
    settle()
    assert said == []
    lock.release()
    settle()
    assert said == ["a", "b", "c"]
    assert not lock.locked()


def test_a_wake_up_before_the_wait_is_not_needed() -> None:
    """What is so already is not waited for, and a wake-up of nobody is not kept for a later wait."""
    queue = scheduler.WaitQueue()
    queue.notify()
    assert queue.wait(lambda: True)
    assert not queue.wait(lambda: False, 1)


def test_a_wait_ends_with_its_time(suspension: Suspension) -> None:
    """And leaves nothing in the queue, so that a later wake-up reaches another thread."""
    lock, said = locks.Lock(), list[str]()
    lock.acquire()
    assert not lock.acquire(timeout=2.5)
    assert suspension.now == 2.5
    scheduler.start(waiter(lock, "other", said))
    settle()
    lock.release()
    settle()
    assert said == ["other"]


def test_who_is_woken_too_late_gets_no_lock(suspension: Suspension) -> None:
    """Another one has taken it meanwhile: the wait goes on, with what is left of its time."""
    lock, said = locks.Lock(), list[bool]()
    lock.acquire()
    scheduler.start(lambda: said.append(lock.acquire(timeout=3)))
    scheduler.park(1)
    lock.release()
    lock.acquire()
    scheduler.park(1)
    assert said == []
    scheduler.park(2)
    assert said == [False]


def test_an_interrupted_waiter_hands_its_wake_up_on() -> None:
    """Else the lock would be free, and somebody would wait for it for ever."""
    lock, said = locks.Lock(), list[str]()
    lock.acquire()
    first = scheduler.start(waiter(lock, "first", said))
    scheduler.start(waiter(lock, "second", said))
    settle()
    lock.release()
    first.asynchronous = KeyError
    settle()
    assert said == ["first was interrupted", "second"]


def test_a_handler_that_raises_ends_the_main_threads_wait(suspension: Suspension) -> None:
    """The lock is not taken, and nobody is left in its queue."""

    def interrupt(*_: object) -> None:
        raise ZeroDivisionError

    lock = locks.Lock()
    lock.acquire()
    signals.signal(10, interrupt)
    scheduler.start(lambda: suspension.send_signal(10))
    with pytest.raises(ZeroDivisionError):
        lock.acquire()
    assert not lock._queue.waiting
    lock.release()
    assert lock.acquire(timeout=0)


def test_a_handler_that_returns_leaves_the_wait_as_it_was(suspension: Suspension) -> None:
    """Its time too."""
    called: list[float] = []
    lock = locks.Lock()
    lock.acquire()
    signals.signal(10, lambda *_: called.append(suspension.now))

    def send() -> None:
        scheduler.park(1)
        suspension.send_signal(10)

    scheduler.start(send)
    assert not lock.acquire(timeout=4)
    assert (called, suspension.now) == ([1.0], 4.0)


def test_what_may_not_be_interrupted_is_not(suspension: Suspension) -> None:
    """An answer of the machine's is waited for whatever comes; the signal is delivered afterwards."""
    called: list[int] = []
    signals.signal(10, lambda signum, _: called.append(signum))
    scheduler.start(lambda: suspension.send_signal(10))
    scheduler.park(1, interruptible=False)
    assert called == []
    scheduler.park(0)
    assert called == [10]


def test_an_rlock_is_its_owners() -> None:
    """Another thread waits until it is given back as often as taken, and can't give it back itself."""
    lock, said = locks.RLock(), list[str]()
    lock.acquire()
    lock.acquire()

    def other() -> None:
        try:
            lock.release()
        except RuntimeError as error:
            said.append(str(error))
        with lock:
            said.append("taken")

    scheduler.start(other)
    settle()
    lock.release()
    settle()
    assert said == ["cannot release un-acquired lock"]
    saved = lock._release_save()
    settle()
    assert said[1:] == ["taken"]
    lock._acquire_restore(saved)
    assert lock._recursion_count() == 1
    lock.release()


def test_a_thread_that_ends_holding_a_lock_holds_it_on() -> None:
    """As in CPython: any other thread may give it back."""
    lock = locks.Lock()
    scheduler.start(lambda: (lock.acquire(), None)[1])
    settle()
    assert lock.locked()
    lock.release()
    assert lock.acquire(timeout=0)


def test_threads_are_waited_for_in_the_order_of_their_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of a program, all that aren't daemons."""
    joined: list[module.ThreadHandle] = []
    join = module.ThreadHandle.join

    def note(handle: module.ThreadHandle) -> None:
        joined.append(handle)
        join(handle)

    monkeypatch.setattr(module.ThreadHandle, "join", note)
    started = [module.start_joinable_thread(lambda: scheduler.park(0.01), daemon=number == 5) for number in range(20)]
    module._shutdown()
    assert joined == started[:5] + started[6:]
    settle()
