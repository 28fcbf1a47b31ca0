"""The other functions of `os` that start programs: posix_spawn, spawn and system.

Source: posix_spawn(3), Modules/posixmodule.c and Lib/os.py of CPython 3.14.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import NoneType
from typing import Any

from ..base.arguments import c_int
from ..files import table
from . import children, processes, signals

POSIX_SPAWN_OPEN, POSIX_SPAWN_CLOSE, POSIX_SPAWN_DUP2 = 0, 1, 2
# The name of each action, and its number of elements.
_ACTIONS = {POSIX_SPAWN_OPEN: ("open", 5), POSIX_SPAWN_CLOSE: ("close", 2), POSIX_SPAWN_DUP2: ("dup2", 3)}
_NOT_RUN = 127


def posix_spawn(
    path: str | bytes,
    argv: Sequence[str | bytes],
    env: Mapping[Any, Any] | None,
    /,
    *,
    file_actions: Iterable[tuple[Any, ...]] | None = (),
    setpgroup: int | None = None,
    resetids: bool = False,
    setsid: bool = False,
    setsigmask: Iterable[int] = (),
    setsigdef: Iterable[int] = (),
    scheduler: Any = None,
) -> int:
    """Start a program; returns its identifier."""
    if not isinstance(scheduler, (tuple, NoneType)):
        raise TypeError("scheduler must be a tuple or None")
    name = os.fsdecode(path)
    defaults = [signals.check(number) for number in setsigdef]
    return _spawn([name], argv, env, file_actions, setpgroup, setsid, setsigmask, defaults)


def posix_spawnp(
    path: str | bytes, argv: Sequence[str | bytes], env: Mapping[Any, Any] | None, /, **options: Any
) -> int:
    """Start a program that is looked up in PATH; returns its identifier."""
    name = os.fsdecode(path)
    if os.path.dirname(name):
        return posix_spawn(name, argv, env, **options)
    for directory in os.get_exec_path():
        candidate = os.path.join(directory, name)
        if os.path.isfile(candidate):
            return posix_spawn(candidate, argv, env, **options)
    return posix_spawn(name, argv, env, **options)


def _spawn(
    candidates: list[str],
    argv: Sequence[str | bytes],
    env: Mapping[Any, Any] | None,
    file_actions: Iterable[tuple[Any, ...]] | None,
    group: int | None,
    session: bool,
    sigmask: Iterable[int],
    defaults: Iterable[int],
) -> int:
    blocked = [signals.check(number) for number in sigmask] or None
    if group is not None:
        c_int(group)
    if not isinstance(argv, (list, tuple)):
        raise TypeError("posix_spawn: argv must be a tuple or list")
    if not argv or not os.fsencode(argv[0]):
        raise ValueError("posix_spawn: argv must not be empty" if not argv else "argv first element cannot be empty")
    entries = None if env is None else environment(env)
    numbers = {fd: fd for fd in table.inheritable()}
    opened: list[int] = []
    try:
        for action in file_actions or ():
            _act(action, numbers, opened)
        words = processes.command(processes.find(candidates), argv)
        descriptors = numbers.items()
        return processes.start(
            words, descriptors, env=entries, session=session, group=group, blocked=blocked, defaults=defaults
        )
    except PermissionError as error:
        error.filename = candidates[0]
        raise
    finally:
        for fd in opened:
            os.close(fd)


def environment(env: Mapping[Any, Any]) -> dict[str, str]:
    """Convert an environment. Raises TypeError or ValueError."""
    entries = {os.fsdecode(name): os.fsdecode(value) for name, value in env.items()}
    for name, value in entries.items():
        if "\0" in name + value:
            raise ValueError("embedded null byte")
        if not name or "=" in name:
            raise ValueError("illegal environment variable name")
    return entries


def _act(action: Any, numbers: dict[int, int], opened: list[int]) -> None:
    """Apply a file action of posix_spawn to the descriptors that a child will have."""
    if not isinstance(action, tuple) or not action:
        raise TypeError("Each file_actions element must be a non-empty tuple")
    kind, *arguments = action
    if kind not in _ACTIONS:
        raise TypeError("Unknown file_actions identifier")
    name, length = _ACTIONS[kind]
    if len(action) != length:
        raise TypeError(f"A {name} file_action tuple must have {length} elements")
    if kind == POSIX_SPAWN_OPEN:
        new, path, flags, mode = arguments
        if "\0" in os.fsdecode(path):
            raise ValueError("embedded null byte")
        opened.append(os.open(path, flags, mode))
        numbers[c_int(new)] = opened[-1]
    elif kind == POSIX_SPAWN_CLOSE:
        numbers.pop(c_int(arguments[0]), None)
    else:
        old, new = map(c_int, arguments)
        table.check_descriptor(old)
        numbers[new] = numbers.get(old, old)


def _spawnvef(mode: int, file: Any, args: Any, env: Any, func: Callable[..., Any]) -> int:
    """The base of `os.spawnv` and the like: start a program, and wait for it unless `mode` is P_NOWAIT."""
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    if mode not in (os.P_WAIT, os.P_NOWAIT):
        raise ValueError("invalid mode")
    run = posix_spawnp if func in (os.execvp, os.execvpe) else posix_spawn
    try:
        pid = run(file, args, None if func in (os.execv, os.execvp) else env)
    except Exception:
        pid = processes.never_ran(_NOT_RUN)
    return pid if mode == os.P_NOWAIT else os.waitstatus_to_exitcode(children.waitpid(pid, 0)[1])


def system(command: str | bytes) -> int:
    """Run a command with the shell; returns its status, like `waitpid`."""
    words = ["sh", "--shell", "-c", os.fsdecode(command)]
    return children.waitpid(processes.start(words, [(0, 0), (1, 1), (2, 2)]), 0)[1]


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace((posix_spawn, posix_spawnp, system))
    os._spawnvef = _spawnvef  # type: ignore[attr-defined]
    for name in ("POSIX_SPAWN_OPEN", "POSIX_SPAWN_CLOSE", "POSIX_SPAWN_DUP2"):
        setattr(os, name, globals()[name])
