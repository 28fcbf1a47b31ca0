"""Processes: starting them, waiting for them, sending them signals.

Each is a worker with an interpreter of its own, which the machine starts. `_posixsubprocess.fork_exec` is the seam:
`subprocess`, `multiprocessing` (start method spawn) and asyncio's subprocesses stand on it.

Source: Modules/_posixsubprocess.c of CPython 3.14, wait(2), kill(2).
"""

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any

from . import files, host, machine, remote, signals, threads
from .files import fail

pid = 1
parent_pid = 0
executable = ""

_ONLY_PYTHON = "This page runs Python programs only: sys.executable, python and python3. No other program is installed."
_NO_FORK = "fork() is not supported in this page: a process here can't be copied. Use the start method 'spawn'."
_SHELL = "/bin/sh"
# What `multiprocessing.resource_tracker` runs, and the descriptor that it reads (machine/tracker.js).
_TRACKER = re.compile(r"from multiprocessing\.resource_tracker import main;main\((\d+)\)")
WNOHANG = 1

# Children by process identifier, with their exit status once they have ended: a code, or a signal's number, negative.
_children: dict[int, int | None] = {}
_ended = threads.WaitQueue()


def identify(own: int, parent: int, path: str, worker: int | None = None) -> None:
    """Be a certain process, with a certain interpreter's path; `worker`: how the machine knows this interpreter."""
    global pid, parent_pid, executable
    pid, parent_pid, executable = own, parent, path
    remote.own_pid = threads.process = own if worker is None else worker


def _child_ended(pid: int, status: int) -> None:
    _children[pid] = status
    _ended.notify_all()
    if signals.is_handled(signals.SIGCHLD):
        signals.send(signals.SIGCHLD)


# Starting


def _find(candidates: Iterable[bytes | str]) -> str:
    """The first of some paths that can be run. Raises FileNotFoundError or PermissionError."""
    refused = None
    name = ""
    for candidate in candidates:
        name = os.fsdecode(candidate)
        if os.path.isfile(name):
            if os.access(name, os.X_OK):
                return name
            refused = name
    if refused is not None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), refused)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)


def _command(path: str, args: Sequence[bytes | str]) -> list[str]:
    """What the interpreter gets to do for a program: itself, the shell, or a script that names it in its first line."""
    words = [os.fsdecode(word) for word in args]
    real = os.path.realpath(path)
    if real == executable:
        return words or [path]
    if real == _SHELL:
        return ["sh", "--shell", *words[1:]]
    with open(path, "rb") as script:
        first = script.readline()
    if first.startswith(b"#!") and b"python" in first:
        options = first.split()[1:] if b"/env" not in first else first.split()[2:]
        return [executable, *(os.fsdecode(option) for option in options), path, *words[1:]]
    raise OSError(errno.ENOEXEC, os.strerror(errno.ENOEXEC), path)


def _descriptor(fd: int, source: int) -> dict[str, Any] | None:
    """How a child opens as `fd` what this process has as `source`."""
    shared = remote.share(files.lookup(source))
    if shared is None:
        shared = host.describe(source)
    return None if shared is None else {"fd": fd, **shared}


def describe(descriptors: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """What another interpreter opens, given its numbers and this process's."""
    return [found for fd, source in descriptors if (found := _descriptor(fd, source)) is not None]


def start(
    argv: Sequence[str],
    descriptors: Iterable[tuple[int, int]],
    *,
    cwd: str | None = None,
    env: dict[str, str] | None = None,
    group: int | str | None = None,
) -> int:
    """Start a process; returns its identifier. `descriptors`: the child's numbers and this process's."""
    command: dict[str, Any] = {
        "argv": list(argv),
        "env": dict(os.environ) if env is None else env,
        "cwd": os.path.abspath(cwd or os.getcwd()),
        "descriptors": describe(descriptors),
        "group": group,
    }
    if tracker := _TRACKER.fullmatch(command["argv"][-1]):
        command["tracks"] = int(tracker[1])
    child: int = machine.ask("spawn", command)
    _children.setdefault(child, None)
    return child


def _report(fd: int, error: OSError, where: str = "") -> None:
    """Tell `subprocess` why a program could not be run, in the way that _posixsubprocess does."""
    os.write(fd, f"OSError:{error.errno or 0:x}:{where}".encode())


def fork_exec(
    args: Sequence[bytes | str],
    executable_list: Sequence[bytes],
    close_fds: bool,
    pass_fds: Sequence[int],
    cwd: Any,
    env: Sequence[bytes] | None,
    p2cread: int,
    p2cwrite: int,
    c2pread: int,
    c2pwrite: int,
    errread: int,
    errwrite: int,
    errpipe_read: int,
    errpipe_write: int,
    restore_signals: bool,
    start_new_session: bool,
    process_group: int,
    *ids: Any,
) -> int:
    """Start a program with the given descriptors; returns its identifier."""
    preexec = next((argument for argument in ids if callable(argument)), None)
    if preexec is not None:
        raise RuntimeError("preexec_fn is not supported in this page: there is no moment between fork and exec here")
    standard = [(0, p2cread), (1, c2pwrite), (2, errwrite)]
    descriptors = [(fd, fd if source == -1 else source) for fd, source in standard]
    if close_fds:
        passed = [fd for fd in pass_fds if fd > 2 and fd != errpipe_write]
    else:
        passed = [fd for fd in files.inherited() if fd > 2 and os.get_inheritable(fd)]
    descriptors += [(fd, fd) for fd in passed]
    entries = None
    if env is not None:
        pairs = [os.fsdecode(entry).partition("=") for entry in env]
        entries = {name: value for name, _, value in pairs}
    directory = None if cwd is None else os.fsdecode(cwd)
    try:
        if directory is not None and not os.path.isdir(directory):
            os.stat(directory)
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), directory)
    except OSError as error:
        return _fail(errpipe_write, error, "noexec:chdir")
    try:
        argv = _command(_find(executable_list), args)
    except FileNotFoundError as error:
        error.filename = os.fsdecode(args[0]) if args else error.filename
        error.add_note(_ONLY_PYTHON)
        raise
    except OSError as error:
        return _fail(errpipe_write, error)
    group = "own" if start_new_session or process_group == 0 else process_group if process_group > 0 else None
    return start(argv, descriptors, cwd=directory, env=entries, group=group)


def _fail(errpipe_write: int, error: OSError, where: str = "") -> int:
    """A child that never ran: its parent reads why, and waits for it."""
    _report(errpipe_write, error, where)
    _failed.append(len(_failed) + 1)
    child = 1_000_000 + len(_failed)
    _children[child] = 255
    return child


_failed: list[int] = []


def fork() -> int:
    """Not possible here."""
    raise OSError(errno.ENOSYS, _NO_FORK)


# Waiting


def _encoded(status: int) -> int:
    """A status as wait(2) encodes it."""
    return -status if status < 0 else (status & 0xFF) << 8


def _take(wanted: int) -> tuple[int, int] | None:
    for child, status in _children.items():
        if wanted in (-1, 0, child) and status is not None:
            del _children[child]
            return child, _encoded(status)
    return None


def waitpid(pid: int, options: int, /) -> tuple[int, int]:
    """Wait for a child (-1: any); its identifier and status. Raises ChildProcessError if there is none."""

    def waited_for() -> bool:
        return bool(_children) if pid in (-1, 0) else pid in _children

    if not waited_for():
        raise fail(errno.ECHILD)
    found = _take(pid)
    if found is None and options & WNOHANG:
        return 0, 0

    def ready() -> bool:
        nonlocal found
        found = _take(pid)
        return found is not None or not waited_for()

    if found is None:
        _ended.wait(ready)
    if found is None:
        raise fail(errno.ECHILD)
    return found


def wait() -> tuple[int, int]:
    """Wait for any child; its identifier and status."""
    return waitpid(-1, 0)


# Signals and groups


def _exists(found: bool) -> None:
    if not found:
        raise fail(errno.ESRCH)


def kill(pid: int, signal: int, /) -> None:
    """Send a signal to a process (0: to this one's group). Raises ProcessLookupError."""
    signal = 0 if signal == 0 else signals.check(signal)
    if pid == getpid() and signals.in_main_interpreter:
        if signal:
            signals.raise_signal(signal) if signal not in (signals.SIGKILL,) else signals.end(-signal)
        return
    if pid in (0, -1) or pid < -1:
        killpg(0 if pid in (0, -1) else -pid, signal)
        return
    if _children.get(pid) is not None:
        return  # it has ended, and nobody has waited for it yet
    _exists(machine.ask("kill", pid, signal))


def killpg(pgid: int, signal: int, /) -> None:
    """Send a signal to all processes of a group. Raises ProcessLookupError."""
    _exists(machine.ask("killGroup", pgid, int(signal)))
    signals.deliver_now()


def getpid() -> int:
    """This process's identifier."""
    return pid


def getppid() -> int:
    """The identifier of the process that started this one."""
    return parent_pid


def getpgid(pid: int) -> int:
    """The group of a process (0: of this one)."""
    group: int = machine.ask("group", pid)
    _exists(bool(group))
    return group


def getpgrp() -> int:
    """The group of this process."""
    return getpgid(0)


def setpgid(pid: int, pgrp: int, /) -> None:
    """Put a process into a group (0: one of its own)."""
    machine.tell("setGroup", pid, pgrp)


def setsid() -> int:
    """Put this process into a group of its own."""
    machine.tell("setGroup", 0, 0)
    return getpid()


def getsid(pid: int, /) -> int:
    """The session of a process, which is its group here."""
    return getpgid(pid)


def _exit(status: int) -> None:
    """End this process at once, without clean-up."""
    signals.end(status & 0xFF)


def abort() -> None:
    """End this process with SIGABRT."""
    signals.end(-6)


def system(command: str | bytes) -> int:
    """Run a command with the shell; its status, as `waitpid` gives it."""
    words = ["sh", "--shell", "-c", os.fsdecode(command)]
    return waitpid(start(words, [(0, 0), (1, 1), (2, 2)]), 0)[1]


def make() -> ModuleType:
    """The module that takes the name `_posixsubprocess`."""
    made = ModuleType("_posixsubprocess", "A POSIX helper for the subprocess module.")
    made.fork_exec = fork_exec  # type: ignore[attr-defined]
    return made


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Take the places of these functions in `os`."""
    machine.on("child", _child_ended)
    replace((waitpid, wait, kill, killpg, getpid, getppid, getpgid, getpgrp, setpgid, setsid, getsid, _exit, abort))
    replace((fork, system))
    sys.modules["_posixsubprocess"] = make()
