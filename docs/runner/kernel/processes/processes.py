"""Processes: starting them.

Each process is a worker with its own interpreter, started by the machine. `subprocess`, `multiprocessing` (start method
spawn) and asyncio's subprocesses all use `_posixsubprocess.fork_exec`, which is implemented here.

Source: Modules/_posixsubprocess.c of CPython 3.14.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from types import ModuleType
from typing import Any

from .. import browser
from ..base import builtin
from ..base.errors import fail
from ..base.hooks import Hook
from ..files import sharing, table
from ..machine import ends, link
from ..threads import scheduler
from . import children, signals

pid = 1
parent_pid = 0
executable = ""

_ONLY_PYTHON = "This page has no such program. It has Python (sys.executable, python3), sh and a few like cat and ls."
# Signals that CPython ignores, but not the programs that it starts (restore_signals).
_RESTORED = (signals.SIGPIPE, signals.SIGXFSZ)
_NO_FORK = "fork() is not supported in this page: a process here can't be copied. Use the start method 'spawn'."
_NO_PREEXEC = (
    "preexec_fn is not supported in this page, except os.setsid and os.setpgrp: "
    "there is no moment between fork and exec here"
)
# The parent of processes whose parent has ended, as they see it.
_INIT = 1
_SHELL = "/usr/bin/sh"
# The contents of the file of a program that the shell runs itself (interpreter.js).
_PROGRAM = b"#!A program of this tab.\n"
# The command of `multiprocessing.resource_tracker`, and the descriptor that it reads (machine/tracker.js).
_TRACKER = re.compile(r"from multiprocessing\.resource_tracker import main;main\((\d+)\)")
_native_putenv, _native_unsetenv = os.putenv, os.unsetenv
# The C library's environment, which children get.
_environment = dict(os.environ)


def identify(own: int, parent: int, path: str, worker: int | None = None, generation: int = 1) -> None:
    """Set the identity of this process, and the path of its interpreter.

    `worker`: the machine's number for this interpreter. `generation`: how many programs the process has run.
    """
    global pid, parent_pid, executable
    pid, parent_pid, executable = own, parent, path
    number = own if worker is None else worker
    scheduler.identify(number)
    ends.identify(number, generation)


# Starting


def find(candidates: Iterable[bytes | str], directory: str | None = None) -> str:
    """The first path that can be run, relative to a directory. Raises OSError as execve(2) does."""
    refused: OSError | None = None
    missing: OSError | None = None
    for candidate in candidates:
        name = os.path.join(directory or "", os.fsdecode(candidate))
        try:
            mode = os.stat(name).st_mode
        except OSError as error:
            missing = error
            continue
        if stat.S_ISREG(mode) and os.access(name, os.X_OK):
            return name
        refused = PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
    raise refused or missing or FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "")


def command(path: str, args: Sequence[bytes | str]) -> list[str]:
    """The interpreter's command line for a program: Python, the shell, or a script with a "#!" line."""
    words = [os.fsdecode(word) for word in args]
    real = os.path.realpath(path)
    if real == executable:
        return words or [path]
    if real == _SHELL:
        return ["sh", "--shell", *words[1:]]
    with open(path, "rb") as script:
        first = script.readline()
    if first == _PROGRAM:
        return ["sh", "--shell", "--program", os.path.basename(real), *words[1:]]
    if first.startswith(b"#!") and first.split()[0].removeprefix(b"#!") in (b"/bin/sh", b"/bin/bash"):
        return ["sh", "--shell", path, *words[1:]]
    if first.startswith(b"#!") and b"python" in first:
        options = first.split()[1:] if b"/env" not in first else first.split()[2:]
        return [executable, *(os.fsdecode(option) for option in options), path, *words[1:]]
    raise OSError(errno.ENOEXEC, os.strerror(errno.ENOEXEC), path)


def _descriptor(fd: int, source: int) -> dict[str, Any] | None:
    """Describe `source`, to be opened as `fd` by a child. Raises OSError (EOPNOTSUPP) if it can't be."""
    file = table.lookup(source)
    if file is None:
        shared = browser.describe(source)
    elif (shared := file.share()) is None:
        raise sharing.unshared()  # a kernel file: Emscripten's descriptor is /dev/null
    return None if shared is None else {"fd": fd, **shared}


def describe(descriptors: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """Describe descriptors for another interpreter, given pairs of its numbers and this process's."""
    return [found for fd, source in descriptors if (found := _descriptor(fd, source)) is not None]


# Returns the PYTHONHASHSEED with which an interpreter must start to run a command line, or None.
hash_seed: Hook[[Sequence[str], Mapping[str, str]], str | None] = Hook(lambda argv, env: None)


# Returns the settings for recording a child together with this process, or None.
recorded: Hook[[], dict[str, Any] | None] = Hook(lambda: None)


# Returns advice for a program that isn't there, by its name, or None.
note_on_program: Hook[[str], str | None] = Hook(lambda name: None)


def request(
    argv: Sequence[str],
    descriptors: Iterable[tuple[int, int]],
    *,
    cwd: str | None = None,
    env: dict[str, str] | None = None,
    umask: int | None = None,
    blocked: Iterable[int] | None = None,
    defaults: Iterable[int] = (),
) -> dict[str, Any]:
    """The message with which a new interpreter runs a program (worker.js)."""
    variables = dict(_environment) if env is None else env
    return {
        "argv": list(argv),
        "env": variables,
        "seed": hash_seed(argv, variables),
        "cwd": browser.directory(cwd or "."),
        "descriptors": describe(descriptors),
        "defaults": list(defaults),
        "umask": browser.umask(-1) if umask is None else umask,
        "blocked": signals.blocked() if blocked is None else list(blocked),
    }


def start(
    argv: Sequence[str],
    descriptors: Iterable[tuple[int, int]],
    *,
    session: bool = False,
    group: int | None = None,
    **options: Any,
) -> int:
    """Start a process; returns its identifier.

    `descriptors`: pairs of the child's numbers and this process's. `session`: whether it leads one. `group`: to join,
    0: a new one. Other `options` are `request`'s; `defaults`: signals that it doesn't ignore even if this process does.

    Raises BlockingIOError if there are too many processes already, PermissionError for a group that isn't in
    the session.
    """
    wanted = request(argv, descriptors, **options)
    wanted |= {"session": session, "group": -1 if group is None else group, "recorded": recorded()}
    if tracker := _TRACKER.fullmatch(wanted["argv"][-1]):
        wanted["tracks"] = int(tracker[1])
    note = scheduler.watcher.spawns() if scheduler.watcher is not None and "tracks" not in wanted else None
    child: int | str = ""
    try:
        child = link.ask("spawn", wanted)
    finally:
        if note is not None:
            note(child, argv)
    if isinstance(child, str):
        raise fail(getattr(errno, child))
    children.born(child)
    return child


def _report(fd: int, error: OSError, where: str = "") -> None:
    """Report to `subprocess` why a program could not be run, in _posixsubprocess's format."""
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
    gid: int | None,
    extra_groups: Sequence[int] | None,
    uid: int | None,
    umask: int,
    preexec_fn: Callable[[], object] | None,
    /,
) -> int:
    """Start a program with the given descriptors; returns its identifier."""
    if preexec_fn is os.setsid:  # what most programs call there, and a child can be started so
        start_new_session = True
    elif preexec_fn is os.setpgrp:
        process_group = 0
    elif preexec_fn is not None:
        raise RuntimeError(_NO_PREEXEC)
    _check_pass_fds(pass_fds)
    if any(b"\0" in os.fsencode(text) for text in (*args, *executable_list, *(env or ()))):
        raise ValueError("embedded null byte")
    standard = [(0, p2cread), (1, c2pwrite), (2, errwrite)]
    descriptors = [(fd, fd if source == -1 else source) for fd, source in standard]
    if close_fds:
        passed = [fd for fd in pass_fds if fd > 2 and fd != errpipe_write]
        try:
            for fd in passed:
                table.check_descriptor(fd)
        except OSError as error:
            return _fail(errpipe_write, error, "noexec")
    else:
        passed = [fd for fd in table.inheritable() if fd > 2]
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
    if not _are_own(uid, gid, extra_groups):
        return _fail(errpipe_write, fail(errno.EPERM), "noexec")
    try:
        argv = command(find(executable_list, directory), args)
    except FileNotFoundError as error:
        # The name as requested: a path, or one looked up in PATH.
        first = os.fsdecode(executable_list[0])
        error.filename = first if len(executable_list) == 1 else os.path.basename(first)
        error.add_note(note_on_program(os.path.basename(first)) or _ONLY_PYTHON)
        raise
    except OSError as error:
        return _fail(errpipe_write, error)
    try:
        return start(
            argv,
            descriptors,
            cwd=directory,
            env=entries,
            session=start_new_session,
            group=None if process_group < 0 else process_group,
            umask=None if umask < 0 else umask,
            defaults=_RESTORED if restore_signals else (),
        )
    except PermissionError as error:  # from setpgid
        return _fail(errpipe_write, error, "noexec")


def _are_own(uid: int | None, gid: int | None, groups: Sequence[int] | None) -> bool:
    """Whether these are this process's identifiers: there is one of each. Raises OverflowError, ValueError."""
    for name, value in (("uid", uid), ("gid", gid)):
        if (value or 0) >= 2**32:
            raise OverflowError(f"{name} is greater than maximum")
    if any(group >= 2**32 for group in groups or ()):
        raise ValueError("invalid group id")
    return uid in (None, os.getuid()) and gid in (None, os.getgid()) and not groups


def _check_pass_fds(pass_fds: Sequence[int]) -> None:
    """Raise ValueError unless these are descriptors in order."""
    last = -1
    for fd in pass_fds:
        if not isinstance(fd, int) or not last < fd <= 2**31 - 1:
            raise ValueError("bad value(s) in fds_to_keep")
        last = fd


def _fail(errpipe_write: int, error: OSError, where: str = "") -> int:
    """Register a child that never ran: its parent reads the error, and waits for it."""
    _report(errpipe_write, error, where)
    return never_ran(255)


_FIRST_FAILURE = 1_000_000
_failures = count(_FIRST_FAILURE)


def never_ran(status: int) -> int:
    """Create a child that ended before it ran a program; returns its identifier."""
    child = next(_failures)
    children.child_ended(child, status)
    return child


def fork() -> int:
    """Raise OSError: a process in the tab can't be copied."""
    raise OSError(errno.ENOSYS, _NO_FORK)


# This process


def getpid() -> int:
    """This process's identifier."""
    return pid


def getppid() -> int:
    """The identifier of the process that started this one."""
    return parent_pid


def family() -> list[tuple[int, int | None]]:
    """The children, for the program that replaces this one; those that never ran are only known here."""
    return [(child, status) for child, status in children.known() if child < _FIRST_FAILURE]


def _orphaned() -> None:
    """Note that the parent has ended."""
    global parent_pid
    parent_pid = _INIT


def putenv(name: str | bytes, value: str | bytes, /) -> None:
    """Set a variable for children; `os.environ` calls this."""
    _native_putenv(name, value)
    _environment[os.fsdecode(name)] = os.fsdecode(value)


def unsetenv(name: str | bytes, /) -> None:
    """Remove a variable for children."""
    _native_unsetenv(name)
    _environment.pop(os.fsdecode(name), None)


def _exit(status: int) -> None:
    """End this process at once, without clean-up."""
    signals.end(status & 0xFF)


def abort() -> None:
    """End this process with SIGABRT."""
    signals.crash(signals.SIGABRT)
    signals.end(-signals.SIGABRT)


def make() -> ModuleType:
    """Create the module `_posixsubprocess`."""
    made = builtin.new("_posixsubprocess", "A POSIX helper for the subprocess module.")
    made.fork_exec = fork_exec  # type: ignore[attr-defined]
    return made


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace((getpid, getppid, _exit, abort, fork, putenv, unsetenv))
    link.on("orphaned", _orphaned)
    sys.modules["_posixsubprocess"] = make()
