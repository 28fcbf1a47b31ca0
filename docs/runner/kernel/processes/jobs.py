"""Process groups, sessions and the terminal's foreground group; sending signals to processes.

The machine keeps the table (machine/jobs.js). Source: kill(2), setpgid(2), setsid(2), tcsetpgrp(3).
"""

import errno
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from ..base import builtin
from ..base.arguments import c_int
from ..base.errors import fail
from ..files import table
from ..machine import link
from ..threads import scheduler
from . import children, signals

_LONGEST_PID = 2**31 - 1


def check(refusal: str) -> None:
    """Raise the OSError that the machine returned by name; "": none."""
    if refusal:
        raise fail(getattr(errno, refusal))


def _exists(found: object) -> None:
    if not found:
        raise fail(errno.ESRCH)


# Signals


def _number(signal: int) -> int:
    """Check a signal's number, or 0. Raises OSError (EINVAL), as kill(2) does."""
    number = c_int(signal)
    if not 0 <= number <= signals.LAST:
        raise fail(errno.EINVAL)
    return number


def kill(pid: int, signal: int, /) -> None:
    """Send a signal (0: only check) to a process; 0: to this group; -1: to all others; below: to a group.

    Raises ProcessLookupError.
    """
    pid, number = c_int(pid), _number(signal)
    if pid == os.getpid() and number not in signals.JOB_CONTROL:
        if number == signals.SIGKILL:
            scheduler.tell_sent(number, pid)
            signals.end(-number)
        if number:
            signals.raise_signal(number)
    elif pid == -1:
        scheduler.tell_sent(number, pid)
        _exists(link.ask("killAll", number))
    elif pid <= 0:
        killpg(-pid, number)
    else:
        scheduler.tell_sent(number, pid)
        _exists(link.order("kill", pid, number))
        signals.deliver_now()


def killpg(pgid: int, signal: int, /) -> None:
    """Send a signal to all processes of a group (0: of this one's). Raises ProcessLookupError."""
    group, number = c_int(pgid), _number(signal)
    if group < 0:
        raise fail(errno.EINVAL)
    scheduler.tell_sent(number, -group)
    _exists(link.ask("killGroup", group, number))
    signals.deliver_now()


# Groups and sessions


def getpgid(pid: int) -> int:
    """The group of a process (0: of this one). Raises ProcessLookupError."""
    group: int = link.ask("group", _process(pid))
    _exists(group)
    return group


def getpgrp() -> int:
    """The group of this process."""
    return getpgid(0)


def setpgid(pid: int, pgrp: int, /) -> None:
    """Put this process (its identifier or 0) into a group of its session; 0: into a new one.

    Raises ProcessLookupError, PermissionError; a child has always started its program already (EACCES).
    """
    process, group = _process(pid), c_int(pgrp)
    if group < 0:
        raise fail(errno.EINVAL)
    check(link.ask("setGroup", process, group))


def setpgrp() -> None:
    """Put this process into a new group."""
    setpgid(0, 0)


def setsid() -> None:
    """Make this process the leader of a new session. Raises PermissionError if it leads a group."""
    check(link.ask("setSession"))


def getsid(pid: int, /) -> int:
    """The session of a process (0: of this one). Raises ProcessLookupError.

    0 is the session of the page's terminal: its leader isn't a process of this machine.
    """
    session: int = link.ask("session", _process(pid))
    _exists(session >= 0)
    return session


def _process(pid: int) -> int:
    """Convert a process identifier. Raises ProcessLookupError if it is negative."""
    number = c_int(pid)
    _exists(0 <= number <= _LONGEST_PID)
    return number


# The terminal


def _check_terminal(fd: int) -> None:
    """Raise OSError (EBADF, ENOTTY) unless a descriptor is the page's input field."""
    table.check_descriptor(c_int(fd))
    file = table.lookup(fd)
    if file is None or not file.is_terminal:
        raise fail(errno.ENOTTY)


def tcgetpgrp(fd: int, /) -> int:
    """The group that Stop interrupts, as ^C does. Raises OSError (ENOTTY)."""
    _check_terminal(fd)
    group: int = link.ask("foregroundGroup")
    if not group:
        raise fail(errno.ENOTTY)
    return group


def tcsetpgrp(fd: int, pgid: int, /) -> None:
    """Set the group that Stop interrupts; a caller in the background is stopped with its group (SIGTTOU)."""
    _check_terminal(fd)
    group = c_int(pgid)
    if group < 0:
        raise fail(errno.EINVAL)
    while link.ask("isBackground") and not _is_kept(signals.SIGTTOU):
        killpg(0, signals.SIGTTOU)
    check(link.ask("setForegroundGroup", group))


def _is_kept(signal: int) -> bool:
    """Whether one of the terminal's signals is blocked or ignored."""
    return signals.is_ignored(signal) or signal in signals.blocked()


def pidfd_send_signal(pidfd: int, signalnum: int, siginfo: None = None, flags: int = 0, /) -> None:
    """Send a signal (0: only check) to the process of a descriptor from `os.pidfd_open`.

    Raises ProcessLookupError if it has ended, OSError (EBADF, EINVAL) as pidfd_send_signal(2), and TypeError.
    """
    if siginfo is not None:
        raise TypeError("siginfo must be None")
    pid = children.pid_of(pidfd)
    if c_int(flags):
        raise fail(errno.EINVAL)
    kill(pid, 0)  # a missing process is reported before an invalid signal
    kill(pid, signalnum)


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`, and `pidfd_send_signal` in `signal`."""
    builtin.provide("signal", [pidfd_send_signal], sys.modules["_signal"])
    replace((kill, killpg, getpgid, getpgrp, setpgid, setpgrp, setsid, getsid, tcgetpgrp, tcsetpgrp))
