"""Functions that a browser tab can't provide: they exist, and raise an error that says why.

The error numbers are Linux's for a system, or a disk, that lacks the feature.
"""

import errno
import os
from collections.abc import Callable, Iterable
from operator import index
from typing import Any, NoReturn

from ..base.errors import fail
from ..files import table

_NO_TERMINAL = "a browser tab has no terminals (pty): the output of a program here is a page"


def _exists(path: Any, dir_fd: int | None) -> bool:
    try:
        os.lstat(path, dir_fd=dir_fd)
    except OSError:
        return False
    return True


def link(
    src: Any,
    dst: Any,
    *,
    src_dir_fd: int | None = None,
    dst_dir_fd: int | None = None,
    follow_symlinks: bool = True,
) -> None:
    """Add a hard link. Raises PermissionError, as on a disk without hard links."""
    try:
        os.lstat(src, dir_fd=src_dir_fd)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), src, None, dst) from None
    if _exists(dst, dst_dir_fd):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), src, None, dst)
    why = "Operation not permitted: a file of the tab has one name, so there are no hard links"
    raise OSError(errno.EPERM, why, src, None, dst)


def mkfifo(path: Any, mode: int = 0o666, *, dir_fd: int | None = None) -> NoReturn:
    """Create a named pipe. Raises PermissionError, as on a disk without them."""
    if _exists(path, dir_fd):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    why = "Operation not permitted: there are no named pipes in the tab; use os.pipe() or a Unix socket"
    raise OSError(errno.EPERM, why, path)


def _no_attributes(path: Any, follow_symlinks: bool = True) -> NoReturn:
    if isinstance(path, int):
        table.check_descriptor(path)
    else:
        (os.stat if follow_symlinks else os.lstat)(path)
    raise OSError(errno.ENOTSUP, "Operation not supported: the tab's files have no extended attributes", path)


def setxattr(path: Any, attribute: Any, value: Any, flags: int = 0, *, follow_symlinks: bool = True) -> None:
    """Set an extended attribute. Raises OSError (ENOTSUP), as on a disk without them."""
    _no_attributes(path, follow_symlinks)


def getxattr(path: Any, attribute: Any, *, follow_symlinks: bool = True) -> bytes:
    """An extended attribute. Raises OSError (ENOTSUP), as on a disk without them."""
    _no_attributes(path, follow_symlinks)


def listxattr(path: Any = None, *, follow_symlinks: bool = True) -> list[str]:
    """The extended attributes of a file. Raises OSError (ENOTSUP), as on a disk without them."""
    _no_attributes("." if path is None else path, follow_symlinks)


def removexattr(path: Any, attribute: Any, *, follow_symlinks: bool = True) -> None:
    """Remove an extended attribute. Raises OSError (ENOTSUP), as on a disk without them."""
    _no_attributes(path, follow_symlinks)


def openpty() -> NoReturn:
    """Open a pseudo-terminal. Raises OSError (ENOSYS)."""
    raise OSError(errno.ENOSYS, _NO_TERMINAL)


def posix_openpt(oflag: int, /) -> NoReturn:
    """Open a pseudo-terminal master. Raises OSError (ENOSYS)."""
    index(oflag)
    raise OSError(errno.ENOSYS, _NO_TERMINAL)


def forkpty() -> NoReturn:
    """Fork with a pseudo-terminal. Raises OSError (ENOSYS)."""
    raise OSError(errno.ENOSYS, f"fork is not possible, and {_NO_TERMINAL}")


def _check_terminal(fd: int) -> None:
    table.check_descriptor(fd)
    if not os.isatty(fd):
        raise fail(errno.ENOTTY)


def grantpt(fd: int, /) -> NoReturn:
    """Grant access to a pseudo-terminal. Raises OSError (EINVAL): there are none here."""
    table.check_descriptor(fd)
    raise fail(errno.EINVAL)


def unlockpt(fd: int, /) -> NoReturn:
    """Unlock a pseudo-terminal. Raises OSError (EINVAL): there are none here."""
    grantpt(fd)


def ptsname(fd: int, /) -> NoReturn:
    """The name of a pseudo-terminal. Raises OSError (ENOTTY): there are none here."""
    table.check_descriptor(fd)
    raise fail(errno.ENOTTY)


def login_tty(fd: int, /) -> None:
    """Make a terminal this process's controlling one. Raises OSError: ENOTTY, or ENOSYS."""
    _check_terminal(fd)
    raise OSError(errno.ENOSYS, _NO_TERMINAL)


def unshare(flags: int) -> None:
    """Enter new namespaces. Raises PermissionError: only root may."""
    if index(flags):
        raise OSError(errno.EPERM, "Operation not permitted: a process of the tab has no namespaces")


def setns(fd: int, nstype: int = 0) -> None:
    """Enter a namespace. Raises OSError: there are none."""
    number = fd if isinstance(fd, int) else fd.fileno()
    if number < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({number})")
    table.check_descriptor(number)
    raise fail(errno.EINVAL)


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> None:
    """Replace these functions in `os`."""
    replace((link, mkfifo, setxattr, getxattr, listxattr, removexattr))
    replace((openpty, posix_openpt, forkpty, grantpt, unlockpt, ptsname, login_tty, unshare, setns))
