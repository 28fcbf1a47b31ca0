"""Other functions of `os` that describe the machine."""

import errno
import os
import posix
import sys
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..base.error_numbers import strerror
from ..base.errors import fail
from ..base.linux import OS
from . import scheduling

_native_sysconf = os.sysconf
_native_confstr = os.confstr
_PATH = "/bin:/usr/bin"
HOSTNAME = "tab"
_native_uname = os.uname


def sysconf(name: str | int, /) -> int:
    """A limit or property of the system."""
    if name in ("SC_NPROCESSORS_ONLN", "SC_NPROCESSORS_CONF"):
        return scheduling.cores
    if name == "SC_SEM_NSEMS_MAX":
        return -1
    return OS["NGROUPS_MAX"] if name == "SC_NGROUPS_MAX" else _native_sysconf(name)


def confstr(name: str | int, /) -> str | None:
    """A text about the system."""
    return _PATH if name in ("CS_PATH", os.confstr_names["CS_PATH"]) else _native_confstr(name)


def uname() -> os.uname_result:
    """The system's name: Linux, like `sys.platform`; the processor is WebAssembly's."""
    return os.uname_result(("Linux", HOSTNAME, *_native_uname()[2:]))


def getrandom(size: int, flags: int = 0) -> bytes:
    """Random bytes. Raises OSError (EINVAL) for unknown flags."""
    if flags & ~(OS["GRND_NONBLOCK"] | OS["GRND_RANDOM"]) or size < 0:
        raise fail(errno.EINVAL)
    return os.urandom(size)


class thread_info(NamedTuple):
    """The implementation of threads: POSIX's interface; signals interrupt waits for locks."""

    name: str = "pthread"
    lock: str = "semaphore"
    version: str = "JSPI"


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace((sysconf, confstr, strerror, uname, getrandom))
    thread_info.__module__ = "sys"
    sys.thread_info = thread_info()  # type: ignore[assignment]
    for module in (os, posix):
        module.__dict__.update(OS)
