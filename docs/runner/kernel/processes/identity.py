"""The user and groups of a process, an ordinary user; and `pwd` and `grp`, which read /etc/passwd and /etc/group.

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
    """The user with a name. Raises KeyError."""
    for entry in getpwall():
        if entry.pw_name == _text(name, "getpwnam"):
            return entry
    raise KeyError(f"getpwnam(): name not found: {name!r}")


def getpwuid(uid: int, /) -> struct_passwd:
    """The user with a number. Raises KeyError."""
    for entry in getpwall():
        if entry.pw_uid == operator.index(uid):
            return entry
    raise KeyError(f"getpwuid(): uid not found: {uid}")


def getgrnam(name: str) -> struct_group:
    """The group with a name. Raises KeyError."""
    for entry in getgrall():
        if entry.gr_name == _text(name, "getgrnam"):
            return entry
    raise KeyError(f"getgrnam(): name not found: {name!r}")


def getgrgid(id: int) -> struct_group:
    """The group with a number. Raises KeyError."""
    for entry in getgrall():
        if entry.gr_gid == operator.index(id):
            return entry
    raise KeyError(f"getgrgid(): gid not found: {id}")


def getuid() -> int:
    """The real user of this process."""
    return USER


def geteuid() -> int:
    """The effective user of this process."""
    return USER


def getgid() -> int:
    """The real group of this process."""
    return GROUP


def getegid() -> int:
    """The effective group of this process."""
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
    """The groups of a user, including `group`."""
    name = _text(user, "getgrouplist")
    return [group, *(entry.gr_gid for entry in getgrall() if name in entry.gr_mem and entry.gr_gid != group)]


def number(value: Any, kind: str) -> int:
    """Convert the identifier of a user or a group; -1 means the present one. Raises TypeError, OverflowError."""
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
    """Check a change of identity. Raises PermissionError unless it changes nothing: only root may."""
    identifiers = [number(value, kind) for value in wanted]
    if not keep and -1 in identifiers:
        raise fail(errno.EINVAL)
    if any(identifier not in (-1, own) for identifier in identifiers):
        raise fail(errno.EPERM)


def setuid(uid: int, /) -> None:
    """Set the user. Raises PermissionError unless it is this one."""
    _become(USER, "uid", uid, keep=False)


def seteuid(euid: int, /) -> None:
    """Set the effective user. Raises PermissionError unless it is this one."""
    _become(USER, "uid", euid, keep=False)


def setreuid(ruid: int, euid: int, /) -> None:
    """Set the real and the effective user. Raises PermissionError unless both are this one."""
    _become(USER, "uid", ruid, euid)


def setresuid(ruid: int, euid: int, suid: int, /) -> None:
    """Set the real, effective and saved user. Raises PermissionError unless all are this one."""
    _become(USER, "uid", ruid, euid, suid)


def setgid(gid: int, /) -> None:
    """Set the group. Raises PermissionError unless it is this one."""
    _become(GROUP, "gid", gid, keep=False)


def setegid(egid: int, /) -> None:
    """Set the effective group. Raises PermissionError unless it is this one."""
    _become(GROUP, "gid", egid, keep=False)


def setregid(rgid: int, egid: int, /) -> None:
    """Set the real and the effective group. Raises PermissionError unless both are this one."""
    _become(GROUP, "gid", rgid, egid)


def setresgid(rgid: int, egid: int, sgid: int, /) -> None:
    """Set the real, effective and saved group. Raises PermissionError unless all are this one."""
    _become(GROUP, "gid", rgid, egid, sgid)


def setgroups(groups: Sequence[int], /) -> None:
    """Set the groups. Raises PermissionError: only root may."""
    if not isinstance(groups, Sequence):
        raise TypeError("setgroups argument must be a sequence")
    for group in groups:
        number(group, "gid")
    raise fail(errno.EPERM)


def initgroups(username: str, gid: int, /) -> None:
    """Set the groups to a user's. Raises PermissionError: only root may."""
    _text(os.fsdecode(username), "initgroups")
    number(gid, "gid")
    raise fail(errno.EPERM)


def _check_owner(uid: int, gid: int, path: Any) -> None:
    """Check a change of owner. Raises PermissionError unless it changes nothing: only root may."""
    if number(uid, "uid") not in (-1, USER) or number(gid, "gid") not in (-1, GROUP):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), path)


def chown(path: Any, uid: int, gid: int, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> None:
    """Set a file's owner. Raises PermissionError unless it stays the same."""
    _native_chown(path, -1, -1, dir_fd=dir_fd, follow_symlinks=follow_symlinks)
    _check_owner(uid, gid, path)


def fchown(fd: int, uid: int, gid: int) -> None:
    """Set an open file's owner. Raises PermissionError unless it stays the same."""
    table.check_descriptor(fd)
    if number(uid, "uid") not in (-1, USER) or number(gid, "gid") not in (-1, GROUP):
        raise fail(errno.EPERM)


def lchown(path: Any, uid: int, gid: int) -> None:
    """Set the owner of a file or a link. Raises PermissionError unless it stays the same."""
    os.lstat(path)
    _check_owner(uid, gid, path)


def chroot(path: Any) -> None:
    """Set the root directory. Raises PermissionError: only root may; or FileNotFoundError."""
    os.stat(path)
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), path)


def _module(name: str, text: str, functions: Iterable[Callable[..., Any]], kind: type) -> None:
    module: ModuleType = builtin.new(name, text)
    kind.__module__ = name
    builtin.provide(name, functions, module)
    setattr(module, kind.__name__, kind)
    sys.modules[name] = module


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`, and the modules `pwd` and `grp`."""
    replace((getuid, geteuid, getgid, getegid, getresuid, getresgid, getgroups, getlogin, getgrouplist))
    replace((setuid, seteuid, setreuid, setresuid, setgid, setegid, setregid, setresgid, setgroups, initgroups))
    replace((chown, fchown, lchown, chroot))
    _module("pwd", "The users of this machine.", (getpwall, getpwnam, getpwuid), struct_passwd)
    _module("grp", "The groups of this machine.", (getgrall, getgrnam, getgrgid), struct_group)
