"""`io.FileIO` and `open` for the kernel's descriptors: a pipe can be read like a file.

Source: Modules/_io/fileio.c, Lib/_pyio.py (`open`) of CPython 3.14.
"""

import _io
import builtins
import errno
import io
import os
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any

from . import descriptors, files, locks, modules
from .files import File, fail

_native_open = io.open


class FileIO(_io.FileIO):
    """A raw file over a descriptor of the kernel's."""

    def _file(self) -> tuple[int, File]:
        fd = self.fileno()
        file = files.lookup(fd)
        if file is None:
            raise fail(errno.EBADF)
        return fd, file

    def readinto(self, buffer: Any, /) -> int | None:
        """Read into a buffer; the number of bytes, None where it would block."""
        if not self.readable():
            raise io.UnsupportedOperation("File not open for reading")
        fd, file = self._file()
        with memoryview(buffer) as view, view.cast("B") as target:
            size = len(target)
            try:
                data = descriptors.wait(fd, file, lambda: file.stream().read(size))
            except BlockingIOError:
                return None
            target[: len(data)] = data
        return len(data)

    def read(self, size: int | None = -1, /) -> bytes | None:  # type: ignore[override]
        """At most `size` bytes, all if negative; None where it would block."""
        if size is None or size < 0:
            return self.readall()
        buffer = bytearray(size)
        count = self.readinto(buffer)
        return None if count is None else bytes(buffer[:count])

    def readall(self) -> bytes | None:  # type: ignore[override]
        """All bytes up to the end; None where it would block before the first."""
        data = bytearray()
        while chunk := self.read(65536):
            data += chunk
        return None if chunk is None and not data else bytes(data)

    def write(self, data: Any, /) -> int | None:  # type: ignore[override]
        """Write what there is room for; the number of bytes, None where it would block."""
        if not self.writable():
            raise io.UnsupportedOperation("File not open for writing")
        fd, file = self._file()
        with memoryview(data) as view, view.cast("B") as source:
            try:
                return descriptors.write_view(fd, file, source)
            except BlockingIOError:
                return None

    def seekable(self) -> bool:
        """Never."""
        self.fileno()
        return False

    def seek(self, position: int, whence: int = 0, /) -> int:
        """Pipes and sockets have no position (ESPIPE)."""
        self.fileno()
        raise fail(errno.ESPIPE)

    def tell(self) -> int:
        """Pipes and sockets have no position (ESPIPE)."""
        return self.seek(0, 1)

    def isatty(self) -> bool:
        """Whether it is the terminal."""
        return self._file()[1].is_terminal

    def close(self) -> None:
        """Free the descriptor."""
        if self.closed:
            return
        fd, closes = self.fileno(), self.closefd
        # The C type would free only Emscripten's part.
        if closes and files.lookup(fd) is not None:
            io.RawIOBase.flush(self)
            files.forget(fd)
        super().close()


FileIO.__module__ = "_io"


def _one_thread_at_a_time(name: str, native: type) -> Callable[..., Any]:
    method = getattr(native, name)

    @wraps(method)
    def locked(self: Any, *arguments: Any) -> Any:
        with self._lock:
            return method(self, *arguments)

    return locked


def _with_lock(native: type, *names: str) -> Any:
    """A buffer whose lock stops one thread: the C type's takes a second thread for the first that calls itself."""

    def initialize(self: Any, raw: Any, buffer_size: int = io.DEFAULT_BUFFER_SIZE) -> None:
        native.__init__(self, raw, buffer_size)  # type: ignore[misc]
        self._lock = locks.RLock()

    methods = {name: _one_thread_at_a_time(name, native) for name in names}
    return type(native.__name__, (native,), {"__init__": initialize, "__module__": "_io", **methods})


BufferedReader = _with_lock(_io.BufferedReader, "read", "read1", "readinto", "readinto1", "readline", "peek")
BufferedWriter = _with_lock(_io.BufferedWriter, "write", "flush")


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
    """Open a file, as CPython's `open`; a descriptor of the kernel's gets the kernel's FileIO."""
    name = None
    if isinstance(file, str) and file.startswith(("/dev/", "/proc/")):
        fd = files.named(file)
        if fd is not None and files.lookup(fd) is not None:
            name, file = file, os.dup(fd)
    if not isinstance(file, int) or files.lookup(file) is None:
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
        buffered = BufferedReader(raw, size)
    else:
        buffered = BufferedWriter(raw, size)
    if binary:
        return buffered
    text = io.TextIOWrapper(buffered, io.text_encoding(encoding), errors, newline, buffering == 1)
    text.mode = mode  # type: ignore[misc]
    return text


def install() -> None:
    """Take the name of the built-in function."""
    modules.provide("_io", [open], builtins, io, _io)
