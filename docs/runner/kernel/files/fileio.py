"""`io.FileIO` and `open` for the kernel's descriptors: a pipe can be read like a file.

Source: Modules/_io/fileio.c, Lib/_pyio.py (`open`) of CPython 3.14.
"""

import _io
import builtins
import errno
import io
import os
import sys
import warnings
from abc import ABCMeta
from operator import index
from typing import Any, ClassVar

from ..base import builtin, unraisable
from ..base.errors import fail
from . import descriptors, table
from .table import File

_native_open, _native_pipe, _native_read, _native_close = io.open, os.pipe, os.read, os.close


def _would_block() -> None:
    """Set C's errno to EAGAIN, which the buffers in C report, by reading an empty Emscripten pipe."""
    ends = _native_pipe()
    try:
        _native_read(ends[0], 1)
    except BlockingIOError:
        pass
    finally:
        for end in ends:
            _native_close(end)


# Programs may redirect these descriptors (dup2) while streams use them.
_STANDARD = (0, 1, 2)


def _may_wait(file: Any) -> bool:
    """Whether something is a kernel descriptor, or can become one."""
    return isinstance(file, int) and (file in _STANDARD or table.lookup(file) is not None)


class _Kind(ABCMeta):
    """The metaclass of classes that replace their base in `io`.

    The base creates the objects for files that never wait; they count as instances of the class.
    """

    native: type

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if "native" in vars(cls) and not cls.may_wait(*args, **kwargs):
            return cls.native(*args, **kwargs)
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance: Any) -> bool:
        return super().__instancecheck__(instance) or ("native" in vars(cls) and isinstance(instance, cls.native))

    def __subclasscheck__(cls, subclass: type) -> bool:
        return super().__subclasscheck__(subclass) or ("native" in vars(cls) and issubclass(subclass, cls.native))

    def may_wait(cls, file: Any = None, /, *args: Any, **kwargs: Any) -> bool:
        """Whether the file is a kernel descriptor, or can become one."""
        return _may_wait(kwargs.get("file", file))


class FileIO(_io.FileIO, metaclass=_Kind):
    """A raw file, possibly on a kernel descriptor."""

    native: ClassVar[type] = _io.FileIO
    _finalizing: bool

    def __repr__(self) -> str:
        shown = super().__repr__()
        return shown.replace("<FileIO", "<_io.FileIO", 1) if type(self) is FileIO else shown

    def _file(self) -> tuple[int, File | None]:
        fd = self.fileno()
        return fd, table.lookup(fd)

    def readinto(self, buffer: Any, /) -> int | None:
        """Read into a buffer; returns the number of bytes, None if it would block."""
        fd, file = self._file()
        if file is None or not self.readable():
            return super().readinto(buffer)
        with memoryview(buffer) as view, view.cast("B") as target:
            size = len(target)
            try:
                data = descriptors.wait(fd, file, lambda: file.stream().read(size))
            except BlockingIOError:
                _would_block()
                return None
            target[: len(data)] = data
        return len(data)

    def read(self, size: int | None = -1, /) -> bytes | None:  # type: ignore[override]
        """Read at most `size` bytes, all if negative; None if it would block."""
        if self._file()[1] is None or not self.readable():
            return super().read(-1 if size is None else size)
        if size is None or index(size) < 0:
            return self.readall()
        buffer = bytearray(size)
        count = self.readinto(buffer)
        return None if count is None else bytes(buffer[:count])

    def readall(self) -> bytes | None:  # type: ignore[override]
        """Read all bytes up to the end; None if it would block before the first."""
        if self._file()[1] is None or not self.readable():
            return super().readall()
        data = bytearray()
        while chunk := self.read(65536):
            data += chunk
        return None if chunk is None and not data else bytes(data)

    def write(self, data: Any, /) -> int | None:  # type: ignore[override]
        """Write what there is room for; returns the number of bytes, None if it would block."""
        fd, file = self._file()
        if file is None or not self.writable():
            return super().write(data)
        with memoryview(data) as view, view.cast("B") as source:
            try:
                return descriptors.write_view(fd, file, source)
            except BlockingIOError:
                _would_block()
                return None

    def seekable(self) -> bool:
        """Whether the file has a position: a kernel descriptor has none."""
        return super().seekable() if self._file()[1] is None else False

    def seek(self, position: int, whence: int = 0, /) -> int:
        """Set the position. Pipes and sockets have none (ESPIPE)."""
        if self._file()[1] is None:
            return super().seek(position, whence)
        raise fail(errno.ESPIPE)

    def tell(self) -> int:
        """Return the position. Pipes and sockets have none (ESPIPE)."""
        return super().tell() if self._file()[1] is None else self.seek(0, 1)

    def truncate(self, size: int | None = None, /) -> int:
        """Set the length. Pipes and sockets have none (EINVAL)."""
        if self._file()[1] is None or not self.writable():
            return super().truncate(size)
        raise fail(errno.EINVAL)

    def isatty(self) -> bool:
        """Whether the file is the terminal."""
        file = self._file()[1]
        return super().isatty() if file is None else file.is_terminal

    def close(self) -> None:
        """Close the descriptor."""
        if self.closed:
            return
        fd, closes = self.fileno(), self.closefd
        if closes and self._finalizing:
            self._finalizing = False  # otherwise the C type would warn too, with a line of this file
            unraisable.warn_unclosed("file", self)
        # The C type would close only Emscripten's descriptor.
        if closes and table.lookup(fd) is not None:
            io.RawIOBase.flush(self)
            table.forget(fd)
        super().close()


def open(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    """Open a file, as CPython's `open`; a kernel descriptor gets the kernel's FileIO."""
    if sys.flags.warn_default_encoding and encoding is None and "b" not in mode:
        encoding = io.text_encoding(None)  # here, so that the warning names the caller
    name = None
    if isinstance(file, str) and file.startswith(("/dev/", "/proc/")):
        again = table.reopen(file)
        if again is not None:
            name, file = file, again
    if not _may_wait(file):
        return _native_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    binary = "b" in mode
    if set(mode) - set("rwxab+t") or len(mode) > len(set(mode)) or sum(letter in "rwxa" for letter in mode) != 1:
        raise ValueError(f"invalid mode: {mode!r}")
    if binary and (encoding is not None or errors is not None or newline is not None or "t" in mode):
        raise ValueError("binary mode doesn't take an encoding, errors or newline argument")
    if binary and buffering == 1:
        message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used"
        warnings.warn(message, RuntimeWarning, stacklevel=2)
    raw = FileIO(file, "".join(letter for letter in mode if letter not in "bt"), closefd)
    if name is not None:
        raw.name = name
    if buffering == 0:
        if not binary:
            raise ValueError("can't have unbuffered text I/O")
        return raw
    size = io.DEFAULT_BUFFER_SIZE if buffering in (-1, 1) else buffering
    buffered: Any
    if "+" in mode:
        buffered = io.BufferedRandom(raw, size) if raw.seekable() else io.BufferedRWPair(raw, raw, size)
    elif "r" in mode:
        buffered = io.BufferedReader(raw, size)
    else:
        buffered = io.BufferedWriter(raw, size)
    if binary:
        return buffered
    text = io.TextIOWrapper(buffered, io.text_encoding(encoding), errors, newline, buffering == 1)
    text.mode = mode  # type: ignore[misc]
    return text


def install() -> None:
    """Replace the built-in function and the types."""
    builtin.provide("_io", [open], builtins, io, _io)
    FileIO.__module__ = "_io"
    setattr(io, "FileIO", FileIO)  # noqa: B010  (mypy lets no type be assigned)
