"""Waiting for children, in all the ways that `os` offers.

Source: wait(2), wait4(2), pidfd_open(2), Modules/posixmodule.c of CPython 3.14.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..base.errors import fail
from ..files import table
from ..files.table import IN, File
from ..machine import link
from ..threads import scheduler
from . import signals

WNOHANG, WUNTRACED, WEXITED, WCONTINUED, WNOWAIT = 1, 2, 4, 8, 0x1000000
_P_ALL, _P_PID, _P_PGID, _P_PIDFD = 0, 1, 2, 3
_CLD_EXITED, _CLD_KILLED, _CLD_STOPPED, _CLD_CONTINUED = 1, 2, 5, 6
_STOPPED, _CONTINUED = 0x7F, 0xFFFF  # how wait(2) marks a status
_PIDFD_NONBLOCK = os.O_NONBLOCK


class _Child:
    """The state of a child that has not been reported to the program yet."""

    __slots__ = ("continued", "cpu", "group", "status", "stopped")

    def __init__(self, status: int | None = None, group: int = 0, cpu: float = 0.0) -> None:
        self.status = status  # after its end: an exit code, or a signal's number, negative
        self.group = group
        self.cpu = cpu  # its CPU time, after its end; seconds
        self.stopped = 0  # the signal that stopped it
        self.continued = False


class _Report(NamedTuple):
    """A change of a child's state, as reported to a waiting program."""

    pid: int
    code: int  # the si_code
    status: int  # an exit code or a signal's number


_children: dict[int, _Child] = {}
_changed = scheduler.WaitQueue()
# The CPU time of all children that were waited for, and of the last one; seconds.
cpu_time = _last_used = 0.0


class ResourceUsage(NamedTuple):
    """The resources that a child used, of which only the CPU time is known here."""

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
    """The file of a process descriptor: readable when the process has ended."""

    st_mode = stat.S_IRWXU
    link = "anon_inode:[pidfd]"

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.pid = pid
        self.ended = False
        _pid_files.setdefault(pid, set()).add(self)

    def events(self) -> int:
        """The current events."""
        return IN if self.ended else 0

    def end(self) -> None:
        """Note that the process has ended."""
        self.ended = True
        self.changed()

    def released(self) -> None:
        """Called when the last descriptor is closed."""
        _pid_files.get(self.pid, set()).discard(self)


_pid_files: dict[int, set[PidFile]] = {}


def born(pid: int, status: int | None = None) -> None:
    """Register a new child."""
    _children.setdefault(pid, _Child(status))


def known() -> list[tuple[int, int | None]]:
    """The children, with the status of those that have ended."""
    return [(pid, child.status) for pid, child in _children.items()]


def has_ended(pid: int) -> bool:
    """Whether a process is an ended child that has not been waited for yet."""
    child = _children.get(pid)
    return child is not None and child.status is not None


def child_ended(pid: int, status: int, group: int = 0, cpu: float = 0.0) -> None:
    """Handle the end of a child with `cpu` seconds of CPU time. If SIGCHLD is ignored, it is reaped at once."""
    _children[pid] = _Child(status, group, cpu)
    if signals.is_ignored(signals.SIGCHLD):
        _forget(pid)
    _process_ended(pid)
    _tell()


def _child_stopped(pid: int, signum: int, group: int) -> None:
    if (child := _children.get(pid)) is not None:
        child.stopped, child.continued, child.group = signum, False, group
        _tell()


def _child_continued(pid: int, group: int) -> None:
    if (child := _children.get(pid)) is not None:
        child.stopped, child.continued, child.group = 0, True, group
        _tell()


def _tell() -> None:
    _changed.notify_all()
    if signals.is_awaited(signals.SIGCHLD):
        signals.send(signals.SIGCHLD)


def forget() -> None:
    """Forget all children."""
    global cpu_time, _last_used
    _children.clear()
    _pid_files.clear()
    cpu_time = _last_used = 0.0


def _forget(pid: int) -> None:
    del _children[pid]
    link.tell("reap", pid)


def _process_ended(pid: int) -> None:
    for file in _pid_files.pop(pid, ()):
        file.end()


# Waiting


def _encoded(report: _Report) -> int:
    """A report as wait(2) encodes it."""
    if report.code == _CLD_STOPPED:
        return report.status << 8 | _STOPPED
    if report.code == _CLD_CONTINUED:
        return _CONTINUED
    return report.status if report.code == _CLD_KILLED else (report.status & 0xFF) << 8


def _report(pid: int, child: _Child, options: int) -> _Report | None:
    """The requested report about a child, if there is one."""
    if child.status is not None:
        code = _CLD_KILLED if child.status < 0 else _CLD_EXITED
        return _Report(pid, code, abs(child.status)) if options & WEXITED else None
    if child.stopped and options & WUNTRACED:
        return _Report(pid, _CLD_STOPPED, child.stopped)
    if child.continued and options & WCONTINUED:
        return _Report(pid, _CLD_CONTINUED, int(signals.SIGCONT))
    return None


def _taken(report: _Report) -> None:
    """Mark a report as delivered."""
    global cpu_time, _last_used
    child = _children[report.pid]
    if report.code == _CLD_STOPPED:
        child.stopped = 0
    elif report.code == _CLD_CONTINUED:
        child.continued = False
    else:
        _last_used = child.cpu
        cpu_time += _last_used
        _forget(report.pid)
        if scheduler.watcher is not None and child.status is not None:
            scheduler.watcher.reaped(report.pid, child.status)


def _wait_for(matches: Callable[[int, _Child], bool], options: int) -> _Report | None:
    """Wait for the first report about a child; None with WNOHANG. Raises ChildProcessError if there is none."""

    def exists() -> bool:
        return any(matches(pid, child) for pid, child in _children.items())

    def find() -> _Report | None:
        reports = (_report(pid, child, options) for pid, child in _children.items() if matches(pid, child))
        return next((report for report in reports if report is not None), None)

    if not exists():
        raise fail(errno.ECHILD)
    found = find()

    def ready() -> bool:
        nonlocal found
        found = find()
        return found is not None or not exists()

    if found is None and not options & WNOHANG:
        _changed.wait(ready)
        if found is None:
            raise fail(errno.ECHILD)
    if found is not None and not options & WNOWAIT:
        _taken(found)
    return found


def _any(pid: int, child: _Child) -> bool:
    return True


def _of_group(group: int) -> Callable[[int, _Child], bool]:
    """A predicate for the children in a group (0: this process's)."""
    living = [pid for pid, child in _children.items() if child.status is None]
    wanted, *groups = link.ask("groups", [0, *living])
    for pid, of_child in zip(living, groups, strict=True):
        if pid in _children and of_child:
            _children[pid].group = of_child
    return lambda _, child: child.group == (group or wanted)


def waitpid(pid: int, options: int, /) -> tuple[int, int]:
    """Wait for a child (-1: any; 0: of this group; below: of a group); returns its identifier and status.

    WUNTRACED also reports stopped children, WCONTINUED continued ones. Raises ChildProcessError if
    there is no such child, OSError (EINVAL) for other options.
    """
    if options & ~(WNOHANG | WUNTRACED | WCONTINUED):
        raise fail(errno.EINVAL)
    wanted = options | WEXITED
    if pid == -1:
        found = _wait_for(_any, wanted)
    elif pid <= 0:
        found = _wait_for(_of_group(-pid), wanted)
    else:
        found = _wait_for(lambda child, _: child == pid, wanted)
    return (0, 0) if found is None else (found.pid, _encoded(found))


def wait() -> tuple[int, int]:
    """Wait for any child; returns its identifier and status."""
    return waitpid(-1, 0)


def wait3(options: int) -> tuple[int, int, ResourceUsage]:
    """Like `waitpid` for any child, but also returns its resource usage."""
    return wait4(-1, options)


def wait4(pid: int, options: int) -> tuple[int, int, ResourceUsage]:
    """Like `waitpid`, but also returns the child's resource usage."""
    global _last_used
    _last_used = 0.0
    return *waitpid(pid, options), ResourceUsage(ru_utime=_last_used)


def waitid(idtype: int, id: int, options: int, /) -> os.waitid_result | None:
    """Wait until a child ends, stops or continues, depending on `options`; returns the siginfo of its SIGCHLD.

    None with WNOHANG if there is nothing to report.
    """
    if not options & (WEXITED | WUNTRACED | WCONTINUED):
        raise fail(errno.EINVAL)
    if idtype == _P_PIDFD:
        file = table.lookup(id)
        if not isinstance(file, PidFile):
            table.check_descriptor(id)
            raise fail(errno.EINVAL)
        id = file.pid
    elif idtype not in (_P_ALL, _P_PID, _P_PGID):
        raise fail(errno.EINVAL)
    if idtype == _P_ALL:
        found = _wait_for(_any, options)
    elif idtype == _P_PGID:
        found = _wait_for(_of_group(id), options)
    else:
        found = _wait_for(lambda child, _: child == id, options)
    if found is None:
        return None
    return os.waitid_result((found.pid, os.getuid(), int(signals.SIGCHLD), found.status, found.code))


def pidfd_open(pid: int, flags: int = 0) -> int:
    """Open a descriptor of a process, which becomes readable when it ends. Raises ProcessLookupError."""
    if pid <= 0 or flags & ~_PIDFD_NONBLOCK:
        raise fail(errno.EINVAL)
    if pid not in _children and not link.ask("watchEnd", pid):
        raise fail(errno.ESRCH)
    file = PidFile(pid)
    file.blocking = not flags & _PIDFD_NONBLOCK
    if has_ended(pid):
        file.end()
    return table.install(file)


def pid_of(pidfd: int) -> int:
    """The process that a descriptor refers to. Raises OSError (EBADF)."""
    file = table.lookup(pidfd)
    if not isinstance(file, PidFile):
        raise fail(errno.EBADF)
    return file.pid


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    link.on("child", child_ended)
    link.on("stopped", _child_stopped)
    link.on("continued", _child_continued)
    link.on("ended", _process_ended)
    replace((waitpid, wait, wait3, wait4, waitid, pidfd_open))
    os.P_PIDFD = _P_PIDFD  # type: ignore[misc]
    os.PIDFD_NONBLOCK = _PIDFD_NONBLOCK  # type: ignore[attr-defined]
