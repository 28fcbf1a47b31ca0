"""`os.execv` and `os.execve`: replacing the program of this process by another.

The new program gets a new worker, with the descriptors that children would inherit, the ignored and blocked signals,
the timers and the children. Nothing of the old one is cleaned up or flushed. `os.execl`, `os.execvp` and the others
call these two.

Source: execve(2), Modules/posixmodule.c of CPython 3.14.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

from .. import browser
from ..files import table
from ..machine import link
from ..threads import scheduler
from . import itimers, processes, signals
from .spawning import environment

_Path = str | bytes | os.PathLike[Any]


def execv(path: _Path, argv: Sequence[_Path], /) -> NoReturn:
    """Replace this program by another. Raises OSError if it can't be run."""
    name = _name("execv", path)
    words = _words("execv() arg 2", argv)
    try:
        _replace(name, words, None)
    except OSError as error:
        raise OSError(error.errno, error.strerror) from None  # without the path, as in C


def execve(path: _Path | int, argv: Sequence[_Path], env: Mapping[Any, Any]) -> NoReturn:
    """Replace this program by another, given by a path or a descriptor, with an environment.

    Raises OSError if it can't be run.
    """
    name = path if isinstance(path, int) else _name("execve", path)
    words = _words("execve: argv", argv)
    if not isinstance(env, Mapping):
        raise TypeError("execve: environment must be a mapping object")
    try:
        _replace(_path_of(name) if isinstance(name, int) else name, words, environment(env))
    except OSError as error:
        error.filename = path
        raise


def _name(function: str, path: Any) -> str:
    """Convert a path. Raises TypeError or ValueError."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        allowed = "string, bytes, os.PathLike or integer" if function == "execve" else "string, bytes or os.PathLike"
        raise TypeError(f"{function}: path should be {allowed}, not {type(path).__name__}")
    name = os.fsdecode(path)
    if "\0" in name:
        raise ValueError(f"{function}: embedded null character in path")
    return name


def _words(what: str, argv: Any) -> list[str]:
    """Convert the words of a command line. Raises TypeError or ValueError."""
    if not isinstance(argv, (list, tuple)):
        raise TypeError(f"{what} must be a tuple or list")
    if not argv:
        raise ValueError(f"{what} must not be empty")
    words = [os.fsdecode(word) for word in argv]
    if any("\0" in word for word in words):
        raise ValueError("embedded null byte")
    if not words[0]:
        raise ValueError(f"{what} first element cannot be empty")
    return words


def _path_of(fd: int) -> str:
    """The path of a descriptor's file. Raises OSError (EBADF, EACCES)."""
    table.check_descriptor(fd)
    return (browser.describe(fd) or {}).get("file") or f"/proc/self/fd/{fd}"


def _replace(path: str, argv: list[str], env: dict[str, str] | None) -> NoReturn:
    """Replace this program by another. Raises OSError if it doesn't exist."""
    sys.audit("os.exec", path, argv, env)
    become(processes.command(processes.find([path]), argv), env)


def become(words: Sequence[str], env: dict[str, str] | None) -> NoReturn:
    """Let the machine start a new interpreter for this process, to run a command line."""
    request = processes.request(words, [(fd, fd) for fd in table.inheritable()], env=env)
    request["pending"] = sorted(signals.sigpending())
    request["timers"] = itimers.running()
    request["children"] = processes.family()
    request["recorded"] = processes.recorded()
    link.tell("exec", request)
    scheduler.never_return()


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace((execv, execve))
    os.supports_fd.add(execve)
