"""Locks have CPython's argument rules and messages."""

import _thread
from typing import Any

import pytest
from kernel.threads import locks


@pytest.mark.parametrize("arguments", [(False, 1), (True, -2), (True, 1e20)])
@pytest.mark.parametrize("pairing", [(locks.Lock, _thread.allocate_lock), (locks.RLock, _thread.RLock)])
def test_acquire_refuses_what_cpython_refuses(arguments: tuple[Any, ...], pairing: tuple[Any, Any]) -> None:
    """With the same exception; a held lock, so that the arguments matter."""
    for make in pairing:
        lock = make()
        with pytest.raises((ValueError, OverflowError)):
            if make is locks.RLock:
                lock.holder = object()
            elif make is locks.Lock:
                lock.acquire()
            lock.acquire(*arguments)


def test_release_of_a_free_lock() -> None:
    """A bug in the program, and said so."""
    with pytest.raises(RuntimeError, match="release unlocked lock"):
        locks.Lock().release()
    with pytest.raises(RuntimeError, match="cannot release un-acquired lock"):
        locks.RLock().release()


def test_rlock_counts() -> None:
    """Given back as often as taken."""
    lock = locks.RLock()
    assert lock.acquire()
    assert lock.acquire()
    lock.release()
    assert lock.locked()
    assert lock._recursion_count() == 1
    lock.release()
    assert not lock.locked()
