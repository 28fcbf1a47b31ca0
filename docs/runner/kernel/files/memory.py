"""Shared memory: the files in /dev/shm, and `mmap` of them.

Each process has a copy of a segment in its own memory. memory.js and the machine synchronize the copies: a process's
changes are sent before any other message leaves it, so a process that is told about a change finds it. Programs that
use locks or messages see what they would see on a machine; a program that only polls the memory sees changes slightly
later.

Source: shm_overview(7), Modules/_posixshmem/posixshmem.c and Modules/mmapmodule.c of CPython 3.14.
"""

import errno
import mmap as native
import os
import stat
from collections.abc import Callable, Iterable
from os import fsdecode
from types import ModuleType
from typing import Any

from .. import browser
from ..base import builtin
from ..base.errors import fail
from ..machine import link
from . import table
from .table import IN, OUT, File

_DIRECTORY = "/dev/shm/"
_native_mmap = native.mmap
# The functions of `os` for other files, bound when these replace them.
_other_open, _other_unlink = os.open, os.unlink
_ERRORS = {"EEXIST": errno.EEXIST, "ENOENT": errno.ENOENT}


class Segment(File):
    """A file in /dev/shm."""

    st_mode = stat.S_IFREG | 0o600
    link = "/dev/shm/#{inode}"  # the machine knows its name

    def __init__(self, identifier: str) -> None:
        super().__init__()
        self.id = identifier

    def events(self) -> int:
        """Always readable and writable."""
        return IN | OUT

    def size(self) -> int:
        """The size in bytes."""
        size: int = link.ask("segmentSize", self.id)
        return size

    def resize(self, length: int) -> None:
        """Change the size; new bytes are zero."""
        if length < 0:
            raise fail(errno.EINVAL)
        link.ask("resizeSegment", self.id, length)

    def share(self) -> dict[str, Any]:
        """Describe the memory so that another process can open it."""
        return {"segment": self.id}

    def released(self) -> None:
        """Called when the last descriptor is closed."""
        link.tell("releaseSegment", self.id)


class _Copy:
    """This process's copy of a segment, for all its mappings."""

    def __init__(self, segment: str) -> None:
        self.segment = segment
        self.mappings = 0
        size: int = link.ask("mapSegment", segment)
        self.memory = _native_mmap(-1, size)
        browser.attach_memory(segment, self.memory)

    def drop(self) -> None:
        """Drop the copy after the last mapping."""
        del _copies[self.segment]
        browser.detach_memory(self.segment)
        link.tell("unmapSegment", self.segment)
        self.memory.close()


_copies: dict[str, _Copy] = {}


def is_shared() -> bool:
    """Whether the program has mapped any."""
    return bool(_copies)


class Mapping:
    """The result of `mmap.mmap` for a segment."""

    def __init__(self, segment: Segment, length: int, offset: int) -> None:
        size = segment.size()
        if offset < 0:
            raise OverflowError("memory mapped offset must be positive")
        if length < 0:
            raise OverflowError("memory mapped length must be positive")
        if offset + length > size:
            raise ValueError("mmap length is greater than file size")
        if size == 0:
            raise ValueError("cannot mmap an empty file")
        copy = _copies.get(segment.id)
        if copy is None or len(copy.memory) < size:
            copy = _copies[segment.id] = _Copy(segment.id)
        copy.mappings += 1
        self._copy: _Copy | None = copy
        self._range = slice(offset, offset + (length or size - offset))
        self._position = 0
        self._exports = 0

    def _view(self) -> memoryview:
        if self._copy is None:
            raise ValueError("mmap closed or invalid")
        return memoryview(self._copy.memory)[self._range]

    def __buffer__(self, flags: int) -> memoryview:
        view = self._view()
        self._exports += 1
        return view

    def __release_buffer__(self, view: memoryview) -> None:
        self._exports -= 1
        view.release()

    def __len__(self) -> int:
        return len(self._view())

    def __getitem__(self, index: Any) -> Any:
        found = self._view()[index]
        return bytes(found) if isinstance(found, memoryview) else found

    def __setitem__(self, index: Any, value: Any) -> None:
        self._view()[index] = value

    def __getattr__(self, name: str) -> Any:
        # Methods that only read: find, rfind, madvise, …
        if self._copy is None:
            raise ValueError("mmap closed or invalid")
        return getattr(self._copy.memory, name)

    def __enter__(self) -> "Mapping":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def closed(self) -> bool:
        """Whether the mapping is closed."""
        return self._copy is None

    def size(self) -> int:
        """The size of the segment in bytes."""
        return len(self)

    def tell(self) -> int:
        """The position of `read` and `write`."""
        return self._position

    def seek(self, pos: int, whence: int = 0) -> int:
        """Move the position."""
        position = pos + (0, self._position, len(self))[whence]
        if not 0 <= position <= len(self):
            raise ValueError("seek out of range")
        self._position = position
        return position

    def read(self, n: int | None = None) -> bytes:
        """Read at most `n` bytes from the position on."""
        end = len(self) if n is None or n < 0 else self._position + n
        data = bytes(self._view()[self._position : end])
        self._position += len(data)
        return data

    def write(self, data: Any) -> int:
        """Write at the position."""
        with memoryview(data) as view, view.cast("B") as source:
            if self._position + len(source) > len(self):
                raise ValueError("data out of range")
            self._view()[self._position : self._position + len(source)] = source
            self._position += len(source)
            return len(source)

    def flush(self, offset: int = 0, size: int = 0, /, **_: Any) -> None:
        """Do nothing: there is no disk."""

    def close(self) -> None:
        """Unmap the memory. Raises BufferError while there are views of it."""
        if self._exports:
            raise BufferError("cannot close exported pointers exist")
        copy, self._copy = self._copy, None
        if copy is not None:
            copy.mappings -= 1
            if not copy.mappings and _copies.get(copy.segment) is copy:
                copy.drop()

    def __del__(self) -> None:
        if self.__dict__.get("_copy") is not None and not self._exports:
            self.close()


class mmap(native.mmap):
    """Memory-mapped files, and anonymous memory."""

    __module__ = "mmap"

    def __new__(cls, fileno: int, length: int, *args: Any, **options: Any) -> Any:
        """Map a file in /dev/shm by the kernel, any other by the C library."""
        file = table.lookup(fileno)
        if isinstance(file, Segment):
            offset = args[3] if len(args) > 3 else options.get("offset", 0)
            return Mapping(file, length, offset)
        return super().__new__(cls, fileno, length, *args, **options)


def open_shared(shared: dict[str, Any]) -> Segment:
    """Open memory that another process shared."""
    return Segment(shared["segment"])


def _shared_name(path: Any, dir_fd: int | None) -> str | None:
    """The name of a file in /dev/shm; None for any other."""
    if dir_fd is not None or not isinstance(path, (str, bytes, os.PathLike)):
        return None
    name = fsdecode(path)
    return name[len(_DIRECTORY) :] if name.startswith(_DIRECTORY) else None


def open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    """Open a file."""
    name = _shared_name(path, dir_fd)
    if not name:
        return _other_open(path, flags, mode, dir_fd=dir_fd)
    found = link.ask("openSegment", name, bool(flags & os.O_CREAT), bool(flags & os.O_EXCL), bool(flags & os.O_TRUNC))
    if found in _ERRORS:
        raise OSError(_ERRORS[found], os.strerror(_ERRORS[found]), path)
    return table.install(Segment(found))


def unlink(path: Any, *, dir_fd: int | None = None) -> None:
    """Remove a file's name."""
    name = _shared_name(path, dir_fd)
    if not name:
        _other_unlink(path, dir_fd=dir_fd)
    elif not link.order("unlinkSegment", name):
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), path)


def remove(path: Any, *, dir_fd: int | None = None) -> None:
    """Remove a file's name."""
    unlink(path, dir_fd=dir_fd)


def _check_name(path: str) -> None:
    if "\0" in path:
        raise ValueError("embedded null character")


def shm_open(path: str, flags: int, mode: int = 511) -> int:
    """Open shared memory by its name, which begins with a slash."""
    _check_name(path)
    try:
        return open(_DIRECTORY + path.removeprefix("/"), flags, mode)
    except OSError as error:
        error.filename = path
        raise


def shm_unlink(path: str) -> None:
    """Remove the name of shared memory."""
    _check_name(path)
    try:
        unlink(_DIRECTORY + path.removeprefix("/"))
    except OSError as error:
        error.filename = path
        raise


def make() -> ModuleType:
    """Create the module `_posixshmem`."""
    module = builtin.new("_posixshmem", "POSIX shared memory module")
    module.__dict__.update({"shm_open": shm_open, "shm_unlink": shm_unlink})
    return module


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`, and `mmap.mmap`."""
    global _other_open, _other_unlink
    _other_open, _other_unlink = os.open, os.unlink
    replace((open, unlink, remove))
    native.mmap = mmap  # type: ignore[misc]
