"""The scheduling functions of `os`. The browser schedules; settings are stored, but have no effect.

Source: sched(7), sched_setscheduler(2), setpriority(2), Modules/posixmodule.c of CPython 3.14.
"""

import errno
import os
import posix
import sys
from collections.abc import Callable, Iterable
from operator import index
from typing import NamedTuple

from ..base.errors import fail

# The number of processors that the browser reports; set at the start of the process.
cores = 1


def set_cores(count: int) -> None:
    """Set the number of processors."""
    global cores
    cores = count


# The policies with priorities are FIFO (1) and RR (2), which only root sets; OTHER, BATCH, IDLE and DEADLINE have none.
_PRIORITIES = {0: 0, 1: 99, 2: 99, 3: 0, 5: 0, 6: 0}
_DEADLINE = 6
_RESET_ON_FORK = 0x40000000
_PRIO_PROCESS, _PRIO_PGRP, _PRIO_USER = 0, 1, 2
_NICEST = 19
_SLICE = 0.005  # how long a thread runs until others get a turn; seconds

_INT_MAX = 2**31 - 1

_policy = 0
_niceness = 0
_affinity: frozenset[int] | None = None


class sched_param(NamedTuple):
    """The parameters of a scheduling policy."""

    sched_priority: int


def cpu_count() -> int:
    """The number of processors, or that of `-X cpu_count`."""
    said: int = sys._get_cpu_count_config()  # type: ignore[attr-defined]  # since Python 3.13
    return said if said > 0 else cores


def process_cpu_count() -> int:
    """The number of processors that this process may use, or that of `-X cpu_count`."""
    return len(sched_getaffinity(0)) if cpu_count() == cores else cpu_count()


def _is_own(pid: int) -> bool:
    """Whether this is the calling process. Raises ProcessLookupError if it doesn't exist."""
    if pid < 0:
        raise fail(errno.EINVAL)
    if pid in (0, os.getpid()):
        return True
    os.kill(pid, 0)
    return False


def _refuse_another(pid: int) -> None:
    if not _is_own(pid):
        raise OSError(errno.EPERM, "Operation not permitted: a process of the tab schedules itself only")


def sched_getaffinity(pid: int, /) -> set[int]:
    """The processors that a process may use: all by default."""
    return set(_affinity) if _is_own(pid) and _affinity is not None else set(range(cores))


def sched_setaffinity(pid: int, mask: Iterable[int], /) -> None:
    """Choose the processors that this process may use. Raises OSError (EINVAL) if none of them exists."""
    global _affinity
    wanted = set(map(index, mask))
    for processor in wanted:
        if processor < 0:
            raise ValueError("negative CPU number")
        if processor > _INT_MAX:
            raise OverflowError("CPU number too large")
    _refuse_another(pid)
    if not wanted & set(range(cores)):
        raise fail(errno.EINVAL)
    _affinity = frozenset(wanted & set(range(cores)))


def sched_getscheduler(pid: int, /) -> int:
    """The scheduling policy of a process."""
    return _policy if _is_own(pid) else 0


def sched_getparam(pid: int, /) -> sched_param:
    """The parameters of a process's scheduling policy."""
    _is_own(pid)
    return sched_param(0)


def _check(policy: int, param: sched_param) -> None:
    """Check a policy. Raises OSError: EINVAL if it is unknown, EPERM if only root may set it."""
    if not isinstance(param, sched_param):
        raise TypeError("must have a sched_param object")
    if abs(index(param.sched_priority)) > _INT_MAX:
        raise OverflowError("sched_priority out of range")
    if policy not in _PRIORITIES or not min(1, _PRIORITIES[policy]) <= param.sched_priority <= _PRIORITIES[policy]:
        raise fail(errno.EINVAL)
    if _PRIORITIES[policy] or policy == _DEADLINE:
        raise fail(errno.EPERM)


def sched_setscheduler(pid: int, policy: int, param: sched_param, /) -> None:
    """Set the scheduling policy of this process. Raises PermissionError for one that only root may have."""
    global _policy
    _refuse_another(pid)
    _check(policy & ~_RESET_ON_FORK, param)
    _policy = policy


def sched_setparam(pid: int, param: sched_param, /) -> None:
    """Set the parameters of this process's policy; the priority must be 0."""
    _refuse_another(pid)
    _check(_policy & ~_RESET_ON_FORK, param)


def sched_get_priority_max(policy: int) -> int:
    """The highest priority of a policy. Raises OSError (EINVAL)."""
    if policy not in _PRIORITIES:
        raise fail(errno.EINVAL)
    return _PRIORITIES[policy]


def sched_get_priority_min(policy: int) -> int:
    """The lowest priority of a policy. Raises OSError (EINVAL)."""
    return min(sched_get_priority_max(policy), 1)


def sched_rr_get_interval(pid: int, /) -> float:
    """How long a thread runs until the others of its process get a turn; seconds."""
    _is_own(pid)
    return _SLICE


def _whose(which: int, who: int) -> None:
    """Raise OSError unless this process is selected."""
    if which not in (_PRIO_PROCESS, _PRIO_PGRP, _PRIO_USER):
        raise fail(errno.EINVAL)
    own = {_PRIO_PROCESS: os.getpid, _PRIO_PGRP: os.getpgrp, _PRIO_USER: os.getuid}[which]()
    if who in (0, own):
        return
    if which == _PRIO_PROCESS:
        os.kill(who, 0)
        raise OSError(errno.EPERM, "Operation not permitted: a process of the tab knows its own priority only")
    raise fail(errno.ESRCH)


def getpriority(which: int, who: int) -> int:
    """The niceness of this process. Raises ProcessLookupError."""
    _whose(which, who)
    return _niceness


def setpriority(which: int, who: int, priority: int) -> None:
    """Set the niceness of this process. Raises PermissionError for a lower one, which only root may set."""
    global _niceness
    _whose(which, who)
    wanted = max(-_NICEST - 1, min(_NICEST, priority))
    if wanted < _niceness:
        raise fail(errno.EACCES)
    _niceness = wanted


def nice(increment: int, /) -> int:
    """Increase the niceness of this process; returns the new one. Raises PermissionError for a decrease."""
    if increment < 0 and _niceness + increment < _niceness:
        raise fail(errno.EPERM)
    setpriority(_PRIO_PROCESS, 0, _niceness + increment)
    return _niceness


def install(replace: Callable[[Iterable[Callable[..., object]]], None]) -> None:
    """Replace these functions in `os`."""
    replace(
        (
            cpu_count,
            process_cpu_count,
            sched_getaffinity,
            sched_setaffinity,
            sched_getscheduler,
            sched_getparam,
            sched_setscheduler,
        )
    )
    replace((sched_setparam, sched_get_priority_max, sched_get_priority_min, sched_rr_get_interval))
    replace((getpriority, setpriority, nice))
    sched_param.__module__ = "posix"
    for module in (os, posix):
        setattr(module, "sched_param", sched_param)  # noqa: B010  # typeshed knows another class
