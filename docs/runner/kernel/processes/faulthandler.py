"""The module `faulthandler`: writes the stacks of threads to a descriptor, after a time, at a signal or on request.

WebAssembly has no processor faults, but programs can send themselves the signals.

Source: Modules/faulthandler.c and Python/traceback.c of CPython 3.14.
"""

import contextlib
import errno
import faulthandler as native
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib.machinery import BuiltinImporter, ExtensionFileLoader
from types import FrameType, ModuleType
from typing import Protocol, TypeAlias

from .. import browser
from ..base import builtin
from ..base.arguments import time_in_seconds
from ..base.errors import fail
from ..base.tracebacks import frames_outside_kernel, getframe, outside_kernel
from ..threads import scheduler
from . import signals

_MOST_FRAMES = 100
_MOST_THREADS = 100
_LONGEST_TEXT = 500
_FATAL = {
    7: "Bus error",
    4: "Illegal instruction",
    8: "Floating-point exception",
    6: "Aborted",
    11: "Segmentation fault",
}
_C_STACK = "Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n"


class HasFileno(Protocol):
    """A file."""

    def fileno(self) -> int: ...

    def flush(self) -> object: ...


File: TypeAlias = int | HasFileno | None


def _descriptor(file: File) -> int:
    """The descriptor of a file, by default of sys.stderr. Raises RuntimeError or ValueError."""
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError("sys.stderr is None")
    if isinstance(file, int):
        if file < 0:
            raise ValueError("file is not a valid file descriptor")
        return file
    fd = file.fileno()
    if not isinstance(fd, int) or fd < 0:
        raise RuntimeError("file.fileno() is not a valid file descriptor")
    with contextlib.suppress(Exception):
        file.flush()
    return fd


# Output


def _ascii(text: object) -> str:
    shown = str(text)
    escaped = re.sub(r"[^ -~]", lambda match: _escape(ord(match[0])), shown[:_LONGEST_TEXT])
    return escaped + "..." * (len(shown) > _LONGEST_TEXT)


def _escape(number: int) -> str:
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _stack(frame: FrameType | None) -> Iterator[str]:
    """Format a thread's stack, a line for each frame, the last call first."""
    if frame is None:
        yield "  <no Python frame>\n"
    for depth, inner in enumerate(frames_outside_kernel(frame)):
        if depth == _MOST_FRAMES:
            yield "  ...\n"
            return
        code = inner.f_code
        line = "???" if inner.f_lineno is None else inner.f_lineno
        yield f'  File "{_ascii(code.co_filename)}", line {line} in {_ascii(code.co_name)}\n'


def _threads(current: scheduler.Thread | None) -> Iterator[str]:
    """Format the stacks of all threads, the youngest thread first."""
    tops = sys._current_frames()
    young_first = sorted(scheduler.alive, key=lambda thread: thread.ident, reverse=True)
    for number, thread in enumerate(young_first):
        if number:
            yield "\n"
        if number == _MOST_THREADS:
            yield "...\n"
            return
        name = thread.name.partition(b"\0")[0].decode("utf-8", "replace")
        yield (
            f"{'Current thread' if thread is current else 'Thread'} 0x{thread.ident:016x}"
            f"{f' [{_ascii(name)}]' if name else ''} (most recent call first):\n"
        )
        if thread is current and browser.collecting:
            yield "  Garbage-collecting\n"
        yield from _stack(tops.get(thread.ident))


def _traceback(all_threads: bool) -> Iterator[str]:
    if all_threads:
        yield from _threads(scheduler.current)
    else:
        yield "Stack (most recent call first):\n"
        yield from _stack(outside_kernel(getframe()))


def _extension_modules() -> Iterator[str]:
    """The line that lists extension modules outside the standard library."""
    for name, module in sys.modules.items():
        loader = getattr(getattr(module, "__spec__", None), "loader", None)
        in_c = loader is BuiltinImporter or isinstance(loader, ExtensionFileLoader)
        if in_c and name not in sys.stdlib_module_names:
            yield name


def _write(fd: int, parts: Iterator[str]) -> None:
    text = "".join(parts).encode("ascii")
    with contextlib.suppress(OSError):  # an error can't be reported
        while text:
            text = text[os.write(fd, text) :]


def dump_traceback(file: File = None, all_threads: bool = True) -> None:
    """Write the stack of the calling thread, or of all threads."""
    _write(_descriptor(file), _traceback(all_threads))


def dump_c_stack(file: File = None) -> None:
    """Write the stack of C functions, which WebAssembly doesn't show."""
    _write(_descriptor(file), iter([_C_STACK]))


# At a signal


class _Enabled:
    """The settings for fatal signals."""

    def __init__(self, file: File, all_threads: bool, c_stack: bool) -> None:
        self._file = file if file is not None else sys.stderr  # so that it stays open
        self._fd = _descriptor(file)
        self._all_threads, self._c_stack = all_threads, c_stack

    def _report(self, signum: int) -> Iterator[str]:
        yield f"Fatal Python error: {_FATAL[signum]}\n\n"
        yield from _traceback(self._all_threads)
        if self._c_stack:
            yield "\n" + _C_STACK
        if names := list(_extension_modules()):
            yield f"\nExtension modules: {', '.join(names)} (total: {len(names)})\n"

    def watcher(self, signum: int) -> Callable[[], bool]:
        """A watcher that reports a signal, which then has its usual effect."""

        def watch() -> bool:
            disable()
            _write(self._fd, self._report(signum))
            return True

        return watch


_enabled: _Enabled | None = None


def enable(file: File = None, all_threads: bool = True, c_stack: bool = True) -> None:
    """Write the stacks of threads before a fatal signal ends the process."""
    global _enabled
    _enabled = _Enabled(file, all_threads, c_stack)
    for signum in _FATAL:
        signals.watch(signum, _enabled.watcher(signum))


def disable() -> bool:
    """Undo `enable`; returns whether it was enabled."""
    global _enabled
    former, _enabled = _enabled, None
    if former is not None:
        for signum in _FATAL:
            signals.watch(signum, None)
    return former is not None


def is_enabled() -> bool:
    """Whether the handler for fatal signals is enabled."""
    return _enabled is not None


_registered: dict[int, File] = {}


def _check(signum: int) -> None:
    if signum in _FATAL:
        raise RuntimeError(f"signal {signum} cannot be registered, use enable() instead")
    if not 1 <= signum < signals.TICK:
        raise ValueError("signal number out of range")
    if signum in (signals.SIGKILL, signals.SIGSTOP):
        raise fail(errno.EINVAL)


def register(signum: int, file: File = None, all_threads: bool = True, chain: bool = False) -> None:
    """Write the stacks of threads when a signal arrives; with `chain`, then call its previous handler."""
    _check(signum)
    fd = _descriptor(file)
    _registered[signum] = file if file is not None else sys.stderr

    def watch() -> bool:
        _write(fd, _traceback(all_threads))
        return chain

    signals.watch(signum, watch)


def unregister(signum: int, /) -> bool:
    """Undo `register`; returns whether the signal was registered."""
    _check(signum)
    if signum not in _registered:
        return False
    del _registered[signum]
    signals.watch(signum, None)
    return True


# After a time


class _Watchdog:
    """A kernel thread that writes the stacks of the program's threads after a time."""

    def __init__(self, timeout: float, repeat: bool, file: File, exit: bool) -> None:
        self._file = file if file is not None else sys.stderr
        self._fd = _descriptor(file)
        self._timeout, self._repeat, self._exit = timeout, repeat, exit
        self._title = f"Timeout ({timedelta(seconds=timeout)})!\n"
        self._cancelled = False
        self._cancelling = scheduler.WaitQueue()
        scheduler.alive.discard(scheduler.start(self._run))  # it isn't one of the program's threads

    def cancel(self) -> None:
        """Stop the watchdog."""
        self._cancelled = True
        self._cancelling.notify_all()

    def _report(self) -> Iterator[str]:
        yield self._title
        yield from _threads(None)

    def _run(self) -> None:
        while not self._cancelling.wait(lambda: self._cancelled, self._timeout):
            _write(self._fd, self._report())
            if self._exit:
                signals.end(1)
            if not self._repeat:
                return


_watchdog: _Watchdog | None = None


def dump_traceback_later(timeout: float, repeat: bool = False, file: File = None, exit: bool = False) -> None:
    """Write all stacks after `timeout` seconds, unless cancelled; repeatedly, or before exiting."""
    global _watchdog
    timeout = time_in_seconds(timeout)
    if timeout <= 0:
        raise ValueError("timeout must be greater than 0")
    _descriptor(file)
    cancel_dump_traceback_later()
    _watchdog = _Watchdog(timeout, repeat, file, exit)


def cancel_dump_traceback_later() -> None:
    """Cancel the last `dump_traceback_later`."""
    global _watchdog
    if _watchdog is not None:
        _watchdog.cancel()
        _watchdog = None


# For CPython's own tests


def _sigsegv(release_gil: bool = False, /) -> None:
    signals.crash(11)


def _sigfpe() -> None:
    signals.crash(8)


def _sigabrt() -> None:
    os.abort()


def make() -> ModuleType:
    """Create the module `faulthandler`."""
    module = builtin.copy(native, {"_read_null", "_stack_overflow", "_fatal_error_c_thread"})
    builtin.provide(
        "faulthandler",
        (
            *(dump_traceback, dump_c_stack, enable, disable, is_enabled, register, unregister),
            *(dump_traceback_later, cancel_dump_traceback_later, _sigsegv, _sigfpe, _sigabrt),
        ),
        module,
    )
    return module
