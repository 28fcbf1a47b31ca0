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


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Take the places of these functions in `os`."""
    replace((cpu_count, sched_getaffinity, sysconf))
