"""The rest of what `os` says of the machine."""

import os
from collections.abc import Callable, Iterable
from typing import Any

# How many processors the browser says there are; set at the start of the process.
cores = 1

_native_sysconf = os.sysconf


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


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Take the places of these functions in `os`."""
    replace((cpu_count, sched_getaffinity, sysconf))
    replace((geteuid, getegid, getresuid, getresgid, getgroups, getrandom))
