"""Preemption, and the module `_signal`: signals are delivered to the main thread, between two bytecodes.

ticks.js makes Pyodide's interrupt buffer return TICK every few milliseconds. CPython then calls the handler below
inside whatever code runs. There the running thread yields: other threads run, and so does the worker's own event loop,
through which a message from the page ("stop") arrives without shared memory.

Source: Modules/signalmodule.c of CPython 3.14, signal(7).
"""

import _signal as native
import errno
import os
import sys
from collections.abc import Callable, Iterable
from operator import index
from types import FrameType, ModuleType
from typing import Any, NoReturn, TypeAlias

from .. import browser
from ..base import builtin, unraisable
from ..base.arguments import time_in_seconds
from ..base.errors import fail
from ..base.tracebacks import getframe, outside_kernel
from ..files import table
from ..machine import link
from ..threads import entry, scheduler
from . import itimers
from .siginfo import struct_siginfo

Handler: TypeAlias = Callable[[int, FrameType | None], Any] | int | None

# The last real-time signal, used in C for the timer's ticks; a program's own handler for it is kept here.
TICK = 64
LAST = 64
_FIRST_REAL_TIME = 34
SIGINT, SIGABRT, SIGKILL, SIGPIPE, SIGCHLD = 2, 6, 9, 13, 17
SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU = 18, 19, 20, 21, 22
SIGXFSZ = 25
_DEFAULT, _IGNORE = 0, 1
# CHLD, CONT, URG, WINCH: by default they do nothing (the machine has continued the process before CONT arrives).
_HARMLESS = {SIGCHLD, SIGCONT, 23, 28}
_STOPPING = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU}
# Signals by which the machine stops or continues a process, regardless of handlers.
JOB_CONTROL = _STOPPING | {SIGCONT}

_native_setswitchinterval = sys.setswitchinterval


# The handlers that CPython sets at its start, except for signals that are ignored already.
_AT_START: dict[int, Handler] = {SIGINT: native.default_int_handler, SIGPIPE: _IGNORE, SIGXFSZ: _IGNORE}
_handlers: dict[int, Handler] = dict(_AT_START)
# Functions called before a signal's handler; they return whether the handler is still called.
_watchers: dict[int, Callable[[], bool]] = {}
_blocked: set[int] = set()
# Whether this is the main interpreter, which alone handles signals.
in_main_interpreter = True
# Whether one of the shell's programs runs: its commands detect closed pipes themselves.
in_shell = False
_wakeup_fd = -1
_warn_on_full_buffer = True
_arrivals = scheduler.WaitQueue()
_pending: list[int] = []


def leave_main_interpreter() -> None:
    """Become an interpreter other than the main one, which handles the signals."""
    global in_main_interpreter
    in_main_interpreter = False


def check(signum: int) -> int:
    """Check a signal number. Raises ValueError."""
    if not isinstance(signum, int):
        raise TypeError(f"'{type(signum).__name__}' object cannot be interpreted as an integer")
    if not 1 <= signum <= LAST:
        raise ValueError("signal number out of range")
    return int(signum)


def send(signum: int) -> None:
    """Send a signal to this process; it is delivered like one from outside."""
    if signum in JOB_CONTROL and browser.can_suspend():
        link.ask("kill", 0, signum)
    elif in_main_interpreter and signum not in JOB_CONTROL:
        browser.send_signal(check(signum))
        scheduler.note_signal(sent=True)
    else:
        link.tell("kill", 0, check(signum))


def is_handled(signum: int) -> bool:
    """Whether the program has set a handler for a signal."""
    return callable(_handlers.get(signum))


def is_awaited(signum: int) -> bool:
    """Whether the program needs a signal that does nothing by default: it is handled, or blocked."""
    return is_handled(signum) or signum in _blocked


def is_ignored(signum: int) -> bool:
    """Whether the program ignores a signal."""
    return _handlers.get(signum) == _IGNORE


@entry.runs_program
def _call(handler: Callable[[int, FrameType | None], Any], signum: int, frame: FrameType | None) -> None:
    handler(signum, frame)


def _act(signum: int, frame: FrameType | None) -> None:
    watcher = _watchers.get(signum)
    if watcher is not None and not watcher():
        return
    handler = _handlers.get(signum, _DEFAULT)
    if callable(handler):
        _wake_up(signum)
        if scheduler.watcher is not None:
            scheduler.watcher.signalled(signum, handler)
        _call(handler, signum, frame)
    elif handler == _IGNORE or signum in _HARMLESS:
        return
    elif signum in _STOPPING:
        link.request("stop", signum)  # the answer arrives when the process is continued
    else:
        end(-signum)


def end(status: int) -> NoReturn:
    """End this process at once, without clean-up; doesn't return."""
    browser.end_process(status)
    scheduler.never_return()


def crash(signum: int) -> None:
    """Handle a signal at once in the running thread, like that of a fault."""
    _act(signum, outside_kernel(getframe(1)))


def begin(ignored: Iterable[int], python: bool, pending: Iterable[int] | None = None) -> None:
    """Set the signals of a new program, Python's or the shell's; `pending`: signals that are pending already."""
    global in_shell
    _pending[:] = _pending if pending is None else pending
    in_shell = not python
    former = set(_handlers)
    _handlers.clear()
    _handlers.update((_AT_START if python else {}) | dict.fromkeys(ignored, _IGNORE))
    for signum in former | set(_handlers):
        _tell_disposition(signum)


def watch(signum: int, watcher: Callable[[], bool] | None) -> None:
    """Set or remove the function that is called before a signal's handler."""
    _watchers.pop(signum, None)
    if watcher is not None:
        _watchers[signum] = watcher
    _tell_disposition(signum)


def _tell_disposition(signum: int) -> None:
    handler = _handlers.get(signum, _DEFAULT)
    watched = signum in _watchers or signum in _blocked or callable(handler)
    link.tell("disposition", signum, "handler" if watched else "ignore" if handler == _IGNORE else "default")


def deliver(frame: FrameType | None) -> None:
    """Call the handlers of pending signals, in the main thread. Raises what a handler raises."""
    scheduler.note_signal(sent=False)
    _pending.extend(signum for signum in browser.take_signals() if signum not in _pending)
    _arrivals.notify_all()
    while ready := [signum for signum in sorted(_pending) if signum not in _blocked]:
        _pending.remove(ready[0])
        browser.signal_taken(ready[0])
        _act(ready[0], frame)


def deliver_now() -> None:
    """Call the handlers of signals that the running thread sent to itself, if it is the main one."""
    if scheduler.current is scheduler.main:
        deliver(outside_kernel(getframe(1)))


def _wake_up(signum: int) -> None:
    if _wakeup_fd < 0:
        return
    try:
        file = table.lookup(_wakeup_fd)
        if file is None:
            os.write(_wakeup_fd, bytes([signum]))
        elif file.stream().write(memoryview(bytes([signum]))) is None and _warn_on_full_buffer:
            raise fail(errno.EAGAIN)
    except OSError as error:
        unraisable.report(error, "Exception ignored while trying to write to the signal wakeup fd")


def deliver_to_waiting_main() -> None:
    deliver(outside_kernel(getframe(1)))


def _tick(signum: int, frame: FrameType | None) -> None:
    if not entry.preemptible(frame) or not browser.can_suspend():
        browser.tick_again()
        return
    if scheduler.current is scheduler.main:
        deliver(frame)
    scheduler.tick()


# The module's functions


def _only_main(what: str) -> None:
    if scheduler.current is not scheduler.main or not in_main_interpreter:
        raise ValueError(f"{what} only works in main thread of the main interpreter")


def signal(signalnum: int, handler: Handler, /) -> Handler:
    """Set the action of a signal; returns the previous one."""
    _only_main("signal")
    number = check(signalnum)
    if not callable(handler) and handler not in (_DEFAULT, _IGNORE):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if number in (SIGKILL, SIGSTOP):
        raise fail(errno.EINVAL)
    deliver_now()
    former = _handlers.get(number, _DEFAULT)
    _handlers[number] = handler if callable(handler) else int(handler)
    watch(number, None)  # as it replaces handlers of C code
    return former


def getsignal(signalnum: int, /) -> Handler:
    """The action of a signal."""
    return _handlers.get(check(signalnum), _DEFAULT)


def raise_signal(signalnum: int, /) -> None:
    """Send a signal to this process; it is handled before this returns, in the main thread. Raises OSError (EINVAL)."""
    if not 0 <= index(signalnum) <= LAST:
        raise fail(errno.EINVAL)
    if signalnum:  # 0 only checks whether a signal could be sent
        scheduler.tell_sent(signalnum, os.getpid())
        send(signalnum)
    deliver_now()


def break_pipe() -> None:
    """Send SIGPIPE after a write to a closed pipe, except in the shell's programs, which detect it themselves."""
    if not in_shell and not is_ignored(SIGPIPE):
        raise_signal(SIGPIPE)


def pthread_kill(thread_id: int, signalnum: int, /) -> None:
    """Send a signal to a thread; handlers run in the main one."""
    there = any(thread.ident == thread_id for thread in scheduler.alive)
    if not there or not 0 <= signalnum <= LAST:
        raise fail(errno.EINVAL if there else errno.ESRCH)
    if signalnum:
        raise_signal(signalnum)


def interrupt_main(signum: int = 2, /) -> None:
    """Simulate the arrival of a signal: its handler runs in the main thread. Does nothing if there is no handler.

    It belongs to the module `_thread`.
    """
    if is_handled(check(signum)):
        raise_signal(signum)


def set_wakeup_fd(fd: int, /, *, warn_on_full_buffer: bool = True) -> int:
    """Set the non-blocking descriptor to which each signal writes its number; returns the previous one."""
    global _wakeup_fd, _warn_on_full_buffer
    _only_main("set_wakeup_fd")
    if fd != -1:
        os.fstat(fd)
        if os.get_blocking(fd):
            raise ValueError(f"the fd {fd} must be in non-blocking mode")
    former, _wakeup_fd, _warn_on_full_buffer = _wakeup_fd, fd, warn_on_full_buffer
    return former


def pause() -> None:
    """Wait for a signal that has a handler."""
    arrived = False

    def notice() -> bool:
        nonlocal arrived
        was, arrived = arrived, True
        return was

    _arrivals.wait(notice)


def siginterrupt(signalnum: int, flag: bool, /) -> None:
    """Do nothing: interrupted calls are always retried (PEP 475)."""
    check(signalnum)


def _signal_set(signums: Iterable[int]) -> set[int]:
    numbers = set(map(index, signums))
    for number in numbers:
        if not 1 <= number <= LAST:
            raise ValueError(f"signal number {number} out of range [1; {LAST}]")
    return numbers


def pthread_sigmask(how: int, mask: Iterable[int], /) -> set[int]:
    """Block or unblock signals; returns those that were blocked."""
    former = set(_blocked)
    numbers = _signal_set(mask)
    if how == 0:
        _blocked.update(numbers)
    elif how == 1:
        _blocked.difference_update(numbers)
    elif how == 2:
        _blocked.clear()
        _blocked.update(numbers)
    else:
        raise fail(errno.EINVAL)
    _blocked.difference_update({SIGKILL, SIGSTOP})
    for signum in former ^ _blocked:
        _tell_disposition(signum)
    deliver_now()
    return former


def blocked() -> list[int]:
    """The blocked signals, with which a child starts."""
    return sorted(_blocked)


def sigpending() -> set[int]:
    """The pending blocked signals."""
    _pending.extend(signum for signum in browser.take_signals() if signum not in _pending)
    return set(_pending)


def _wait_for(sigset: Iterable[int], timeout: float | None) -> int:
    """Wait for one of some blocked signals, and take it; 0 if none arrives within `timeout` seconds."""
    wanted = _signal_set(sigset)
    if not _arrivals.wait(lambda: sigpending() & wanted, timeout):
        return 0
    found = min(sigpending() & wanted)
    _pending.remove(found)
    return found


def sigwait(sigset: Iterable[int], /) -> int:
    """Wait for one of some blocked signals, and take it."""
    return _wait_for(sigset, None)


def sigwaitinfo(sigset: Iterable[int], /) -> struct_siginfo:
    """Wait for one of some blocked signals, and take it; returns its siginfo."""
    return struct_siginfo((_wait_for(sigset, None), 0, 0, os.getpid(), os.getuid(), 0, 0))


def sigtimedwait(sigset: Iterable[int], timeout: float, /) -> struct_siginfo | None:
    """Like `sigwaitinfo`; None if no signal arrives within `timeout` seconds."""
    timeout = time_in_seconds(timeout)
    if timeout < 0:
        raise ValueError("timeout must be non-negative")
    found = _wait_for(sigset, timeout)
    return struct_siginfo((found, 0, 0, os.getpid(), os.getuid(), 0, 0)) if found else None


def valid_signals() -> set[int]:
    """The numbers of Linux's signals; 32 and 33 are the C library's own."""
    return set(range(1, LAST + 1)) - {32, 33}


def make() -> ModuleType:
    """Create the module `_signal`."""
    module = builtin.copy(native)
    functions = (
        *(signal, getsignal, raise_signal, pthread_kill, set_wakeup_fd, pause),
        *(siginterrupt, pthread_sigmask, sigpending, sigwait, sigwaitinfo, sigtimedwait, valid_signals),
        *(itimers.setitimer, itimers.getitimer, itimers.alarm),
    )
    builtin.provide("signal", functions, module)
    module.__dict__.update(
        {"SIG_DFL": _DEFAULT, "SIG_IGN": _IGNORE, "SIG_BLOCK": 0, "SIG_UNBLOCK": 1, "SIG_SETMASK": 2}
        | {"ItimerError": itimers.ItimerError, "struct_siginfo": struct_siginfo, "NSIG": LAST + 1}
        | {"SIGCLD": SIGCHLD, "SIGRTMIN": _FIRST_REAL_TIME, "ITIMER_REAL": 0, "ITIMER_VIRTUAL": 1, "ITIMER_PROF": 2}
    )
    return module


def setswitchinterval(interval: float, /) -> None:
    """Set how long a thread runs until the others get a turn, in seconds."""
    _native_setswitchinterval(interval)
    browser.set_slice(sys.getswitchinterval())


def install() -> None:
    """Install the handler of the timer's signal."""
    setswitchinterval.__module__ = "sys"
    sys.setswitchinterval = setswitchinterval
    native.signal(TICK, _tick)
