"""Passing descriptors to other processes, and receiving them.

A descriptor's description is a `dict` of plain data with which another process can open the same file: each kind of
file creates one (`File.share`), and registers a function here that opens it (`Kinds`).
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
    "datagram sockets that are bound or one of a pair can be shared"
)
# The function that opens each kind of description, by the key that identifies the kind; set by `boot`.
_kinds: dict[str, Callable[[Shared], File]] = {}
# The keys that identify files kept by the machine, and the operations that drop a reference.
_IDENTIFIERS = (("end", "release"), ("sharedSocket", "releaseShared"))


def enter(kind: str, open: Callable[[Shared], File]) -> None:
    """Register the function that opens descriptions with a key."""
    _kinds[kind] = open


def _kind(shared: Shared) -> str | None:
    return next((kind for kind in _kinds if kind in shared), None)


def is_shared(given: Shared) -> bool:
    """Whether `open_shared` handles a description; otherwise `browser.receive_file` does."""
    return _kind(given) is not None


def open_shared(shared: Shared) -> File:
    """Open a file that another process shared."""
    for key, release in _IDENTIFIERS:
        # All descriptors of a process share one file object.
        known = ends.owner(shared[key]) if key in shared else None
        if isinstance(known, File):
            link.tell(release, shared[key])  # the machine counted another reference; here one is enough
            return known
    kind = _kind(shared)
    assert kind is not None
    return _kinds[kind](shared)


def unshared() -> OSError:
    """The error for a file that can't be shared with another process."""
    return fail(errno.EOPNOTSUPP, _UNSHARED)


class Passed:
    """A descriptor in transit: it stays open until it arrives or is dropped."""

    def __init__(self, file: File | None, native: int = -1) -> None:
        self.file = file
        self.native = native
        if file is not None:
            file.descriptors += 1

    def copy(self) -> "Passed":
        """Duplicate it."""
        return Passed(self.file, os.dup(self.native) if self.file is None else -1)

    def install(self) -> int:
        """Install the file in the receiver; returns the descriptor."""
        if self.file is None:
            fd, self.native = self.native, -1
            return fd
        fd = table.install(self.file)
        self.__del__()
        return fd

    def describe(self) -> Shared:
        """Describe the file so that another process can open it. Raises OSError (EOPNOTSUPP)."""
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
    """Put a descriptor of this process into transit. Raises OSError (EBADF)."""
    table.check_descriptor(fd)
    file = table.lookup(fd)
    return Passed(file, os.dup(fd) if file is None else -1)


def arrived(shared: Shared) -> Passed:
    """Take a descriptor that another process has sent."""
    if is_shared(shared):
        return Passed(open_shared(shared))
    return Passed(None, browser.receive_file(shared))
