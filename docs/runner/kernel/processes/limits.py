"""The module `resource`: the limits and the resource usage of a process.

Source: getrlimit(2), getrusage(2), Modules/resource.c of CPython 3.14.
"""

import errno
import os
import sys
import time
from collections.abc import Sequence

from .. import browser
from ..base import builtin
from . import children

RLIM_INFINITY = -1
PAGE = 65536  # bytes: WebAssembly's memory grows by these
_SELF, _CHILDREN, _THREAD = 0, -1, 1

_NAMES = (
    "CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE", "MEMLOCK", "AS", "LOCKS", "SIGPENDING",
    "MSGQUEUE", "NICE", "RTPRIO", "RTTIME",
)  # fmt: skip
_CORE, _NPROC, _NOFILE = 4, 6, 7

_DESCRIPTORS = 65536
_limits = dict.fromkeys(range(len(_NAMES)), (RLIM_INFINITY, RLIM_INFINITY))
_limits |= {_CORE: (0, RLIM_INFINITY), _NPROC: (60, 60), _NOFILE: (_DESCRIPTORS, _DESCRIPTORS)}


# Resource usage: seconds of CPU time, kilobytes of memory. The rest isn't known here.
struct_rusage = children.ResourceUsage


def _check(resource: int) -> None:
    if resource not in _limits:
        raise ValueError("invalid resource specified")


def getrlimit(resource: int, /) -> tuple[int, int]:
    """The soft and the hard limit of a resource."""
    _check(resource)
    return _limits[resource]


def setrlimit(resource: int, limits: Sequence[int], /) -> None:
    """Set the limits of a resource. Raises ValueError beyond the hard one, OSError if it can't be enforced here."""
    _check(resource)
    wanted = tuple(limits)
    if len(wanted) != 2:
        raise ValueError("expected a tuple of 2 integers")
    # As unsigned numbers, infinity is the largest.
    soft, hard = (limit % 2**64 for limit in wanted)
    greatest = _limits[resource][1] % 2**64
    if soft > hard:
        raise ValueError("current limit exceeds maximum limit")
    if hard > greatest:
        raise ValueError("not allowed to raise maximum limit")
    if (wanted[0], wanted[1]) == _limits[resource]:
        return
    if resource == _NOFILE:
        browser.limit_descriptors(soft)
    elif not (resource == _CORE and soft == 0) and soft != _limits[resource][0] % 2**64:
        name = f"RLIMIT_{_NAMES[resource]}"
        raise OSError(errno.ENOSYS, f"a browser tab can't keep {name}: only RLIMIT_NOFILE can be lowered here")
    _limits[resource] = (wanted[0], wanted[1])


def prlimit(pid: int, resource: int, limits: Sequence[int] | None = None, /) -> tuple[int, int]:
    """Return the limits of a resource of this process, and optionally set them. Raises OSError for another process."""
    if pid not in (0, os.getpid()):
        os.kill(pid, 0)
        raise OSError(errno.EPERM, "Operation not permitted: a process of the tab knows its own limits only")
    former = getrlimit(resource)
    if limits is not None:
        setrlimit(resource, limits)
    return former


def getrusage(who: int, /) -> struct_rusage:
    """The resource usage of this process, the calling thread, or the children that were waited for."""
    if who == _CHILDREN:
        return struct_rusage(ru_utime=children.cpu_time)
    if who not in (_SELF, _THREAD):
        raise ValueError("invalid who parameter")
    used = time.thread_time() if who == _THREAD else time.process_time()
    return struct_rusage(ru_utime=used, ru_maxrss=browser.memory_size() // 1024)


def getpagesize() -> int:
    """The size of a memory page in bytes."""
    return PAGE


def install() -> None:
    """Provide the module `resource`."""
    module = builtin.new("resource", "The limits of a process, and what it has used.")
    builtin.provide("resource", (getrlimit, setrlimit, prlimit, getrusage, getpagesize), module)
    struct_rusage.__module__, struct_rusage.__name__ = "resource", "struct_rusage"
    constants = {f"RLIMIT_{name}": number for number, name in enumerate(_NAMES) if name != "LOCKS"} | {
        "RLIMIT_OFILE": _NOFILE
    }
    constants |= {
        "RLIM_INFINITY": RLIM_INFINITY,
        "RUSAGE_SELF": _SELF,
        "RUSAGE_CHILDREN": _CHILDREN,
        "RUSAGE_THREAD": _THREAD,
    }
    module.__dict__.update(constants | {"struct_rusage": struct_rusage, "error": OSError})
    sys.modules["resource"] = module
