"""Descriptors on their way to another process, and those that came from one.

How another process makes the same of a descriptor is a `dict` of plain data, its description: each kind of file gives
one (`File.share`), and each has a function here that opens it (`Kinds`).
"""

import errno
import os
from collections.abc import Callable
from typing import Any

from .. import browser
from ..base.errors import fail
from ..machine import ends, link
from . import table
from .table import File

Shared = dict[str, Any]

_UNSHARED = (
    "This page can't give another process this descriptor: files, pipes, connected and listening stream sockets and "
    "bound datagram sockets can be shared"
)
# What tells the kind of a description, and what opens it; `boot` enters them.
_kinds: dict[str, Callable[[Shared], File]] = {}
# What identifies a file of the machine's, and what tells the machine that this process needs one reference less.
_IDENTIFIERS = (("end", "release"), ("sharedSocket", "releaseShared"))


def enter(kind: str, open: Callable[[Shared], File]) -> None:
    """Let descriptions that have a certain key be opened by a function."""
    _kinds[kind] = open


def _kind(shared: Shared) -> str | None:
    return next((kind for kind in _kinds if kind in shared), None)


def is_shared(given: Shared) -> bool:
    """Whether `open_shared` takes a description; else it is the browser's (`browser.receive_file`)."""
    return _kind(given) is not None


def open_shared(shared: Shared) -> File:
    """The file that another process shared."""
    for key, release in _IDENTIFIERS:
        # All descriptors of a process refer to one description of it.
        known = ends.owner(shared[key]) if key in shared else None
        if isinstance(known, File):
            link.tell(release, shared[key])  # the machine counts what it gave; here one reference stands for all
            return known
    kind = _kind(shared)
    assert kind is not None
    return _kinds[kind](shared)


def unshared() -> OSError:
    """Why a file is not given to another process."""
    return fail(errno.EOPNOTSUPP, _UNSHARED)


class Passed:
    """A descriptor on its way to another place: it stays open until it arrives or is dropped."""

    def __init__(self, file: File | None, native: int = -1) -> None:
        self.file = file
        self.native = native
        if file is not None:
            file.descriptors += 1

    def install(self) -> int:
        """The descriptor that the receiver gets."""
        if self.file is None:
            fd, self.native = self.native, -1
            return fd
        fd = table.install(self.file)
        self.__del__()
        return fd

    def describe(self) -> Shared:
        """How another process makes the same of it. Raises OSError (EOPNOTSUPP)."""
        shared = self.file.share() if self.file is not None else browser.describe(self.native)
        if shared is None:
            raise unshared()
        return shared

    def __del__(self) -> None:
        file, self.file = self.file, None
        if file is not None:
            file.descriptors -= 1
            if not file.descriptors:
                file.released()
        if self.native >= 0:
            table.native_close(self.native)
            self.native = -1


def departing(fd: int) -> Passed:
    """What this process has as a descriptor. Raises OSError (EBADF)."""
    table.check_descriptor(fd)
    file = table.lookup(fd)
    return Passed(file, os.dup(fd) if file is None else -1)


def arrived(shared: Shared) -> Passed:
    """A descriptor that another process has sent."""
    if is_shared(shared):
        return Passed(open_shared(shared))
    return Passed(None, browser.receive_file(shared))
