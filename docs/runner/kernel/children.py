"""Waiting for children that end, in all the ways that `os` has.

Source: wait(2), wait4(2), pidfd_open(2), Modules/posixmodule.c of CPython 3.14.
"""

import errno
import os
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from . import files, machine, signals, threads
from .files import IN, File, fail

WNOHANG, WEXITED, WNOWAIT = 1, 4, 0x1000000
_P_ALL, _P_PID, _P_PGID, _P_PIDFD = 0, 1, 2, 3
_CLD_EXITED, _CLD_KILLED = 1, 2
_PIDFD_NONBLOCK = os.O_NONBLOCK

# Children by process identifier, with their exit status once they have ended: a code, or a signal's number, negative.
_children: dict[int, int | None] = {}
_ended = threads.WaitQueue()


class ResourceUsage(NamedTuple):
    """What a child used: nothing is known of it here."""

    ru_utime: float = 0.0
    ru_stime: float = 0.0
    ru_maxrss: int = 0
    ru_ixrss: int = 0
    ru_idrss: int = 0
    ru_isrss: int = 0
    ru_minflt: int = 0
    ru_majflt: int = 0
    ru_nswap: int = 0
    ru_inblock: int = 0
    ru_oublock: int = 0
    ru_msgsnd: int = 0
    ru_msgrcv: int = 0
    ru_nsignals: int = 0
    ru_nvcsw: int = 0
    ru_nivcsw: int = 0


class PidFile(File):
    """What a descriptor of a process refers to: readable when the process has ended."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.pid = pid
        self.ended = False
        _pid_files.setdefault(pid, set()).add(self)

    def events(self) -> int:
        """The events that hold now."""
        return IN if self.ended else 0

    def end(self) -> None:
        """The process has ended."""
        self.ended = True
        self.changed()

    def released(self) -> None:
        """The last descriptor was closed."""
        _pid_files.get(self.pid, set()).discard(self)


_pid_files: dict[int, set[PidFile]] = {}


def born(pid: int) -> None:
    """There is a new child."""
    _children.setdefault(pid, None)


def has_ended(pid: int) -> bool:
    """Whether this is a child that has ended and that nobody has waited for yet."""
    return _children.get(pid) is not None


def child_ended(pid: int, status: int) -> None:
    """A child has ended."""
    _children[pid] = status
    _process_ended(pid)
    _ended.notify_all()
    if signals.is_handled(signals.SIGCHLD):
        signals.send(signals.SIGCHLD)


def _process_ended(pid: int) -> None:
    for file in _pid_files.pop(pid, ()):
        file.end()


# Waiting


def _encoded(status: int) -> int:
    """A status as wait(2) encodes it."""
    return -status if status < 0 else (status & 0xFF) << 8


def _wait_for(matches: Callable[[int], bool], options: int) -> tuple[int, int] | None:
    """The first child to have ended, with its status; None with WNOHANG. Raises ChildProcessError if there is none."""

    def find() -> tuple[int, int] | None:
        return next(((pid, status) for pid, status in _children.items() if status is not None and matches(pid)), None)

    if not any(map(matches, _children)):
        raise fail(errno.ECHILD)
    found = find()

    def ready() -> bool:
        nonlocal found
        found = find()
        return found is not None or not any(map(matches, _children))

    if found is None and not options & WNOHANG:
        _ended.wait(ready)
        if found is None:
            raise fail(errno.ECHILD)
    if found is not None and not options & WNOWAIT:
        del _children[found[0]]
    return found


def _of_group(group: int) -> Callable[[int], bool]:
    return lambda child: machine.ask("group", child) == group


def waitpid(pid: int, options: int, /) -> tuple[int, int]:
    """Wait for a child (-1: any); its identifier and status. Raises ChildProcessError if there is none."""
    if pid in (-1, 0):
        found = _wait_for(lambda child: True, options)
    elif pid < 0:
        found = _wait_for(_of_group(-pid), options)
    else:
        found = _wait_for(lambda child: child == pid, options)
    return (0, 0) if found is None else (found[0], _encoded(found[1]))


def wait() -> tuple[int, int]:
    """Wait for any child; its identifier and status."""
    return waitpid(-1, 0)


def wait3(options: int) -> tuple[int, int, ResourceUsage]:
    """Like `waitpid` for any child, with what it used."""
    return *waitpid(-1, options), ResourceUsage()


def wait4(pid: int, options: int) -> tuple[int, int, ResourceUsage]:
    """Like `waitpid`, with what the child used."""
    return *waitpid(pid, options), ResourceUsage()


def waitid(idtype: int, id: int, options: int, /) -> os.waitid_result | None:
    """Wait for a child; what SIGCHLD would tell of it, None with WNOHANG if none has ended."""
    if not options & WEXITED:
        raise fail(errno.EINVAL)
    if idtype == _P_PIDFD:
        file = files.lookup(id)
        if not isinstance(file, PidFile):
            files.check_descriptor(id)
            raise fail(errno.EINVAL)
        id = file.pid
    elif idtype not in (_P_ALL, _P_PID, _P_PGID):
        raise fail(errno.EINVAL)
    if idtype == _P_ALL:
        found = _wait_for(lambda child: True, options)
    elif idtype == _P_PGID:
        found = _wait_for(_of_group(id), options)
    else:
        found = _wait_for(lambda child: child == id, options)
    if found is None:
        return None
    pid, status = found
    code = _CLD_KILLED if status < 0 else _CLD_EXITED
    return os.waitid_result((pid, 0, int(signals.SIGCHLD), abs(status), code))


def pidfd_open(pid: int, flags: int = 0) -> int:
    """A descriptor of a process, which becomes readable when it ends. Raises ProcessLookupError."""
    if pid <= 0 or flags & ~_PIDFD_NONBLOCK:
        raise fail(errno.EINVAL)
    if pid not in _children and not machine.ask("watchEnd", pid):
        raise fail(errno.ESRCH)
    file = PidFile(pid)
    file.blocking = not flags & _PIDFD_NONBLOCK
    if has_ended(pid):
        file.end()
    return files.install(file)


def pid_of(pidfd: int) -> int:
    """The process that a descriptor refers to. Raises OSError (EBADF)."""
    file = files.lookup(pidfd)
    if not isinstance(file, PidFile):
        raise fail(errno.EBADF)
    return file.pid


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Take the places of these functions in `os`."""
    machine.on("child", child_ended)
    machine.on("ended", _process_ended)
    replace((waitpid, wait, wait3, wait4, waitid, pidfd_open))
    os.P_PIDFD = _P_PIDFD  # type: ignore[misc]
    os.PIDFD_NONBLOCK = _PIDFD_NONBLOCK  # type: ignore[attr-defined]
