"""Who a process is: an ordinary user, whose name `pwd` and `grp` know from /etc/passwd and /etc/group.

Source: credentials(7), setresuid(2), Modules/posixmodule.c, pwdmodule.c and grpmodule.c of CPython 3.14.
"""

import errno
import operator
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any, NamedTuple

from ..base import builtin
from ..base.errors import fail
from ..files import table

USER, GROUP, NAME = 1000, 1000, "reader"

_native_chown, _native_fchown = os.chown, os.fchown


class struct_passwd(NamedTuple):
    """An entry of /etc/passwd."""

    pw_name: str
    pw_passwd: str
    pw_uid: int
    pw_gid: int
    pw_gecos: str
    pw_dir: str
    pw_shell: str


class struct_group(NamedTuple):
    """An entry of /etc/group."""

    gr_name: str
    gr_passwd: str
    gr_gid: int
    gr_mem: list[str]


def _lines(path: str) -> list[list[str]]:
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split(":") for line in file]


def getpwall() -> list[struct_passwd]:
    """All users, in any order."""
    return [
        struct_passwd(name, word, int(uid), int(gid), *rest) for name, word, uid, gid, *rest in _lines("/etc/passwd")
    ]


def getgrall() -> list[struct_group]:
    """All groups, in any order."""
    entries = _lines("/etc/group")
    return [
        struct_group(name, word, int(gid), [m for m in members.split(",") if m]) for name, word, gid, members in entries
    ]


def _text(name: Any, function: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"{function}() argument must be str, not {type(name).__name__}")
    if "\0" in name:
        raise ValueError("embedded null byte")
    return name


def getpwnam(name: str, /) -> struct_passwd:
    """The user of a name. Raises KeyError."""
    for entry in getpwall():
        if entry.pw_name == _text(name, "getpwnam"):
            return entry
    raise KeyError(f"getpwnam(): name not found: {name!r}")


def getpwuid(uid: int, /) -> struct_passwd:
    """The user of a number. Raises KeyError."""
    for entry in getpwall():
        if entry.pw_uid == operator.index(uid):
            return entry
    raise KeyError(f"getpwuid(): uid not found: {uid}")


def getgrnam(name: str) -> struct_group:
    """The group of a name. Raises KeyError."""
    for entry in getgrall():
        if entry.gr_name == _text(name, "getgrnam"):
            return entry
    raise KeyError(f"getgrnam(): name not found: {name!r}")


def getgrgid(id: int) -> struct_group:
    """The group of a number. Raises KeyError."""
    for entry in getgrall():
        if entry.gr_gid == operator.index(id):
            return entry
    raise KeyError(f"getgrgid(): gid not found: {id}")


def getuid() -> int:
    """The user of this process."""
    return USER


def geteuid() -> int:
    """The user that this process acts for."""
    return USER


def getgid() -> int:
    """The group of this process."""
    return GROUP


def getegid() -> int:
    """The group that this process acts for."""
    return GROUP


def getresuid() -> tuple[int, int, int]:
    """The user of this process: real, effective, saved."""
    return (USER,) * 3


def getresgid() -> tuple[int, int, int]:
    """The group of this process: real, effective, saved."""
    return (GROUP,) * 3


def getgroups() -> list[int]:
    """The groups of this process."""
    return [GROUP]


def getlogin() -> str:
    """The name that the user logged in with."""
    return NAME


def getgrouplist(user: str, group: int, /) -> list[int]:
    """The groups of a user, with one more."""
    name = _text(user, "getgrouplist")
    return [group, *(entry.gr_gid for entry in getgrall() if name in entry.gr_mem and entry.gr_gid != group)]


def number(value: Any, kind: str) -> int:
    """An identifier of a user or a group, as C takes it; -1 for the one there is. Raises TypeError, OverflowError."""
    try:
        identifier = operator.index(value)
    except TypeError:
        raise TypeError(f"{kind} should be integer, not {type(value).__name__}") from None
    if identifier < -1:
        raise OverflowError(f"{kind} is less than minimum")
    if identifier >= 2**32:
        raise OverflowError(f"{kind} is greater than maximum")
    return -1 if identifier == 2**32 - 1 else identifier


def _become(own: int, kind: str, *wanted: Any, keep: bool = True) -> None:
    """An ordinary user can be nobody else. Raises PermissionError."""
    identifiers = [number(value, kind) for value in wanted]
    if not keep and -1 in identifiers:
        raise fail(errno.EINVAL)
    if any(identifier not in (-1, own) for identifier in identifiers):
        raise fail(errno.EPERM)


def setuid(uid: int, /) -> None:
    """Be another user. Raises PermissionError unless it is this one."""
    _become(USER, "uid", uid, keep=False)


def seteuid(euid: int, /) -> None:
    """Act for another user. Raises PermissionError unless it is this one."""
    _become(USER, "uid", euid, keep=False)


def setreuid(ruid: int, euid: int, /) -> None:
    """Set the real and the effective user. Raises PermissionError unless both are this one."""
    _become(USER, "uid", ruid, euid)


def setresuid(ruid: int, euid: int, suid: int, /) -> None:
    """Set the real, effective and saved user. Raises PermissionError unless all are this one."""
    _become(USER, "uid", ruid, euid, suid)


def setgid(gid: int, /) -> None:
    """Be of another group. Raises PermissionError unless it is this one."""
    _become(GROUP, "gid", gid, keep=False)


def setegid(egid: int, /) -> None:
    """Act for another group. Raises PermissionError unless it is this one."""
    _become(GROUP, "gid", egid, keep=False)


def setregid(rgid: int, egid: int, /) -> None:
    """Set the real and the effective group. Raises PermissionError unless both are this one."""
    _become(GROUP, "gid", rgid, egid)


def setresgid(rgid: int, egid: int, sgid: int, /) -> None:
    """Set the real, effective and saved group. Raises PermissionError unless all are this one."""
    _become(GROUP, "gid", rgid, egid, sgid)


def setgroups(groups: Sequence[int], /) -> None:
    """Only root may. Raises PermissionError."""
    if not isinstance(groups, Sequence):
        raise TypeError("setgroups argument must be a sequence")
    for group in groups:
        number(group, "gid")
    raise fail(errno.EPERM)


def initgroups(username: str, gid: int, /) -> None:
    """Only root may. Raises PermissionError."""
    _text(os.fsdecode(username), "initgroups")
    number(gid, "gid")
    raise fail(errno.EPERM)


def _check_owner(uid: int, gid: int, path: Any) -> None:
    """Only root gives files away. Raises PermissionError."""
    if number(uid, "uid") not in (-1, USER) or number(gid, "gid") not in (-1, GROUP):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), path)


def chown(path: Any, uid: int, gid: int, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> None:
    """Let a file have another owner. Raises PermissionError unless it is the one that it has."""
    _native_chown(path, -1, -1, dir_fd=dir_fd, follow_symlinks=follow_symlinks)
    _check_owner(uid, gid, path)


def fchown(fd: int, uid: int, gid: int) -> None:
    """Let an open file have another owner. Raises PermissionError unless it is the one that it has."""
    table.check_descriptor(fd)
    if number(uid, "uid") not in (-1, USER) or number(gid, "gid") not in (-1, GROUP):
        raise fail(errno.EPERM)


def lchown(path: Any, uid: int, gid: int) -> None:
    """Let a file or a link have another owner. Raises PermissionError unless it is the one that it has."""
    os.lstat(path)
    _check_owner(uid, gid, path)


def chroot(path: Any) -> None:
    """Only root may. Raises PermissionError, or FileNotFoundError."""
    os.stat(path)
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), path)


def _module(name: str, text: str, functions: Iterable[Callable[..., Any]], kind: type) -> None:
    module: ModuleType = builtin.new(name, text)
    kind.__module__ = name
    builtin.provide(name, functions, module)
    setattr(module, kind.__name__, kind)
    sys.modules[name] = module


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Take the places of these functions in `os`, and the names `pwd` and `grp`."""
    replace((getuid, geteuid, getgid, getegid, getresuid, getresgid, getgroups, getlogin, getgrouplist))
    replace((setuid, seteuid, setreuid, setresuid, setgid, setegid, setregid, setresgid, setgroups, initgroups))
    replace((chown, fchown, lchown, chroot))
    _module("pwd", "The users of this machine.", (getpwall, getpwnam, getpwuid), struct_passwd)
    _module("grp", "The groups of this machine.", (getgrall, getgrnam, getgrgid), struct_group)
