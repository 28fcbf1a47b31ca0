"""The rest of what `os` says of the machine."""

import errno
import os
import posix
import sys
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .constants import MESSAGES
from .files import fail

# How many processors the browser says there are; set at the start of the process.
cores = 1

_native_sysconf = os.sysconf
_native_strerror = os.strerror
_native_uname = os.uname


def cpu_count() -> int:
    """How many processors there are."""
    return cores


def sched_getaffinity(pid: int, /) -> set[int]:
    """The processors that a process may use: all."""
    return set(range(cores))


def sysconf(name: str | int, /) -> int:
    """A limit or property of the system."""
    if name in ("SC_NPROCESSORS_ONLN", "SC_NPROCESSORS_CONF"):
        return cores
    if name == "SC_SEM_NSEMS_MAX":
        return -1
    return _native_sysconf(name)


def uname() -> os.uname_result:
    """What the system is called: Linux, as `sys.platform` says; the processor is WebAssembly's."""
    return os.uname_result(("Linux", *_native_uname()[1:]))


def strerror(code: int, /) -> str:
    """What an error number means, in the words of Linux's C library."""
    return MESSAGES.get(code) or _native_strerror(code)


def geteuid() -> int:
    """The user that this process acts for."""
    return os.getuid()


def getegid() -> int:
    """The group that this process acts for."""
    return os.getgid()


def getresuid() -> tuple[int, int, int]:
    """The user of this process: real, effective, saved."""
    return (os.getuid(),) * 3


def getresgid() -> tuple[int, int, int]:
    """The group of this process: real, effective, saved."""
    return (os.getgid(),) * 3


def getgroups() -> list[int]:
    """The groups of this process."""
    return [os.getgid()]


def getrandom(size: int, flags: int = 0) -> bytes:
    """Random bytes."""
    return os.urandom(size)


class sched_param(NamedTuple):
    """The parameters of a scheduling policy."""

    sched_priority: int


class thread_info(NamedTuple):
    """The threads have the interface of POSIX's; a signal interrupts who waits for a lock."""

    name: str = "pthread"
    lock: str = "semaphore"
    version: str = "JSPI"


# The policies with priorities are FIFO (1) and RR (2); the others (OTHER, BATCH, IDLE) have none.
_PRIORITIES = {0: 0, 1: 99, 2: 99, 3: 0, 5: 0}


def _own(pid: int) -> None:
    """Raise ProcessLookupError for what is no process of this user's."""
    if pid < 0:
        raise fail(errno.EINVAL)
    if pid:
        os.kill(pid, 0)


def sched_getscheduler(pid: int, /) -> int:
    """The scheduling policy of a process: the usual one."""
    _own(pid)
    return 0


def sched_getparam(pid: int, /) -> sched_param:
    """The parameters of a process's scheduling policy."""
    _own(pid)
    return sched_param(0)


def sched_setscheduler(pid: int, policy: int, param: sched_param, /) -> None:
    """The browser schedules; only what holds anyway can be asked for. Raises PermissionError."""
    _own(pid)
    if (policy, param.sched_priority) != (0, 0):
        raise fail(errno.EPERM)


def sched_setparam(pid: int, param: sched_param, /) -> None:
    """The browser schedules; only what holds anyway can be asked for. Raises PermissionError."""
    sched_setscheduler(pid, 0, param)


def sched_get_priority_max(policy: int) -> int:
    """The highest priority of a policy. Raises OSError (EINVAL)."""
    if policy not in _PRIORITIES:
        raise fail(errno.EINVAL)
    return _PRIORITIES[policy]


def sched_get_priority_min(policy: int) -> int:
    """The lowest priority of a policy. Raises OSError (EINVAL)."""
    return min(sched_get_priority_max(policy), 1)


def nice(increment: int, /) -> int:
    """The niceness of this process, which stays what it is."""
    return 0


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Take the places of these functions in `os`."""
    replace((cpu_count, sched_getaffinity, sysconf, strerror, uname))
    replace((geteuid, getegid, getresuid, getresgid, getgroups, getrandom))
    replace((sched_getscheduler, sched_getparam, sched_setscheduler, sched_setparam))
    replace((sched_get_priority_max, sched_get_priority_min, nice))
    thread_info.__module__ = "sys"
    sys.thread_info = thread_info()  # type: ignore[assignment]
    for module in (os, posix):
        setattr(module, "sched_param", sched_param)  # noqa: B010  # typeshed knows another class
