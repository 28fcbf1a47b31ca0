"""Linux's error numbers and messages, wherever a program sees them.

Emscripten's C library numbers errors as WASI does, and C code compares with these numbers, so they stay as they are
there and are translated where C code raises OSError. All such errors pass through the call of the class, where
docs/runner/process/error-numbers.js translates those that combine a WASI number with the C library's message for it.

Source: errno(3), asm-generic/errno.h, Objects/exceptions.c and Python/errors.c of CPython 3.14.
"""

import errno
import gc
import os
from typing import Any

LINUX = {
    "EPERM": 1, "ENOENT": 2, "ESRCH": 3, "EINTR": 4, "EIO": 5, "ENXIO": 6, "E2BIG": 7, "ENOEXEC": 8, "EBADF": 9,
    "ECHILD": 10, "EAGAIN": 11, "EWOULDBLOCK": 11, "ENOMEM": 12, "EACCES": 13, "EFAULT": 14, "ENOTBLK": 15, "EBUSY":
    16, "EEXIST": 17, "EXDEV": 18, "ENODEV": 19, "ENOTDIR": 20, "EISDIR": 21, "EINVAL": 22, "ENFILE": 23, "EMFILE":
    24, "ENOTTY": 25, "ETXTBSY": 26, "EFBIG": 27, "ENOSPC": 28, "ESPIPE": 29, "EROFS": 30, "EMLINK": 31, "EPIPE":
    32, "EDOM": 33, "ERANGE": 34, "EDEADLOCK": 35, "EDEADLK": 35, "ENAMETOOLONG": 36, "ENOLCK": 37, "ENOSYS": 38,
    "ENOTEMPTY": 39, "ELOOP": 40, "ENOMSG": 42, "EIDRM": 43, "ECHRNG": 44, "EL2NSYNC": 45, "EL3HLT": 46, "EL3RST":
    47, "ELNRNG": 48, "EUNATCH": 49, "ENOCSI": 50, "EL2HLT": 51, "EBADE": 52, "EBADR": 53, "EXFULL": 54, "ENOANO":
    55, "EBADRQC": 56, "EBADSLT": 57, "EBFONT": 59, "ENOSTR": 60, "ENODATA": 61, "ETIME": 62, "ENOSR": 63, "ENONET":
    64, "ENOPKG": 65, "EREMOTE": 66, "ENOLINK": 67, "EADV": 68, "ESRMNT": 69, "ECOMM": 70, "EPROTO": 71,
    "EMULTIHOP": 72, "EDOTDOT": 73, "EBADMSG": 74, "EOVERFLOW": 75, "ENOTUNIQ": 76, "EBADFD": 77, "EREMCHG": 78,
    "ELIBACC": 79, "ELIBBAD": 80, "ELIBSCN": 81, "ELIBMAX": 82, "ELIBEXEC": 83, "EILSEQ": 84, "ERESTART": 85,
    "ESTRPIPE": 86, "EUSERS": 87, "ENOTSOCK": 88, "EDESTADDRREQ": 89, "EMSGSIZE": 90, "EPROTOTYPE": 91,
    "ENOPROTOOPT": 92, "EPROTONOSUPPORT": 93, "ESOCKTNOSUPPORT": 94, "ENOTSUP": 95, "EOPNOTSUPP": 95,
    "EPFNOSUPPORT": 96, "EAFNOSUPPORT": 97, "EADDRINUSE": 98, "EADDRNOTAVAIL": 99, "ENETDOWN": 100,
    "ENETUNREACH": 101, "ENETRESET": 102, "ECONNABORTED": 103, "ECONNRESET": 104, "ENOBUFS": 105, "EISCONN": 106,
    "ENOTCONN": 107,
    "ESHUTDOWN": 108, "ETOOMANYREFS": 109, "ETIMEDOUT": 110, "ECONNREFUSED": 111, "EHOSTDOWN": 112,
    "EHOSTUNREACH": 113, "EALREADY": 114, "EINPROGRESS": 115, "ESTALE": 116, "EUCLEAN": 117,
    "ENOTNAM": 118, "ENAVAIL": 119,
    "EISNAM": 120, "EREMOTEIO": 121, "EDQUOT": 122, "ENOMEDIUM": 123, "EMEDIUMTYPE": 124, "ECANCELED": 125,
    "ENOKEY": 126, "EKEYEXPIRED": 127, "EKEYREVOKED": 128, "EKEYREJECTED": 129, "EOWNERDEAD": 130,
    "ENOTRECOVERABLE": 131, "ERFKILL": 132, "EHWPOISON": 133, "EFTYPE": 134,
}  # fmt: skip

# Messages of Linux's C library that differ from Emscripten's.
_MESSAGES = {
    "EADDRINUSE": "Address already in use",
    "EADDRNOTAVAIL": "Cannot assign requested address",
    "EADV": "Advertise error",
    "EBADE": "Invalid exchange",
    "EBADR": "Invalid request descriptor",
    "EBADRQC": "Invalid request code",
    "EBADSLT": "Invalid slot",
    "EBFONT": "Bad font file format",
    "EBUSY": "Device or resource busy",
    "ECHILD": "No child processes",
    "ECHRNG": "Channel number out of range",
    "ECOMM": "Communication error on send",
    "ECONNABORTED": "Software caused connection abort",
    "EDEADLK": "Resource deadlock avoided",
    "EDOM": "Numerical argument out of domain",
    "EDOTDOT": "RFS specific error",
    "EDQUOT": "Disk quota exceeded",
    "EFTYPE": "Inappropriate file type or format",
    "EHOSTUNREACH": "No route to host",
    "EHWPOISON": "Memory page has hardware error",
    "EILSEQ": "Invalid or incomplete multibyte or wide character",
    "EINPROGRESS": "Operation now in progress",
    "EIO": "Input/output error",
    "EISCONN": "Transport endpoint is already connected",
    "EISNAM": "Is a named type file",
    "EL2HLT": "Level 2 halted",
    "EL2NSYNC": "Level 2 not synchronized",
    "EL3HLT": "Level 3 halted",
    "EL3RST": "Level 3 reset",
    "ELIBACC": "Can not access a needed shared library",
    "ELIBBAD": "Accessing a corrupted shared library",
    "ELIBEXEC": "Cannot exec a shared library directly",
    "ELIBMAX": "Attempting to link in too many shared libraries",
    "ELIBSCN": ".lib section in a.out corrupted",
    "ELNRNG": "Link number out of range",
    "ELOOP": "Too many levels of symbolic links",
    "EMFILE": "Too many open files",
    "EMSGSIZE": "Message too long",
    "ENAMETOOLONG": "File name too long",
    "ENAVAIL": "No XENIX semaphores available",
    "ENETRESET": "Network dropped connection on reset",
    "ENETUNREACH": "Network is unreachable",
    "ENOANO": "No anode",
    "ENOCSI": "No CSI structure available",
    "ENOMEM": "Cannot allocate memory",
    "ENONET": "Machine is not on the network",
    "ENOPKG": "Package not installed",
    "ENOTCONN": "Transport endpoint is not connected",
    "ENOTNAM": "Not a XENIX named type file",
    "ENOTSOCK": "Socket operation on non-socket",
    "ENOTSUP": "Operation not supported",
    "ENOTTY": "Inappropriate ioctl for device",
    "ENOTUNIQ": "Name not unique on network",
    "ERANGE": "Numerical result out of range",
    "EREMCHG": "Remote address changed",
    "EREMOTE": "Object is remote",
    "ERESTART": "Interrupted system call should be restarted",
    "ERFKILL": "Operation not possible due to RF-kill",
    "ESHUTDOWN": "Cannot send after transport endpoint shutdown",
    "ESPIPE": "Illegal seek",
    "ESRMNT": "Srmount error",
    "ESTRPIPE": "Streams pipe error",
    "ETIME": "Timer expired",
    "ETIMEDOUT": "Connection timed out",
    "ETOOMANYREFS": "Too many references: cannot splice",
    "EUCLEAN": "Structure needs cleaning",
    "EUNATCH": "Protocol driver not attached",
    "EUSERS": "Too many users",
    "EXDEV": "Invalid cross-device link",
    "EXFULL": "Exchange full",
}

_native_strerror = os.strerror
# The C library's numbers, by Linux's.
_native = {LINUX[name]: getattr(errno, name) for name in LINUX if hasattr(errno, name)}
_linux = {number: linux for linux, number in _native.items()}
_words = {LINUX[name]: text for name, text in _MESSAGES.items()}


def renumber() -> None:
    """Give the module `errno` Linux's numbers, before anything has read one."""
    names: Any = errno.errorcode
    names.clear()
    for name, number in LINUX.items():
        setattr(errno, name, number)
        names.setdefault(number, name)


def strerror(code: int, /) -> str:
    """The message for an error number in Linux's C library."""
    if code in _words:
        return _words[code]
    if code not in _native:
        return f"Unknown error {code}" if code else "Success"
    return _native_strerror(_native[code])


def choose_classes() -> None:
    """Make OSError choose its subclasses by Linux's numbers."""
    for known in gc.get_objects():
        if type(known) is dict and known.get(_native[LINUX["ENOENT"]]) is FileNotFoundError:
            classes = {_linux[number]: kind for number, kind in known.items()}
            known.clear()
            known.update(classes)
            return
    raise RuntimeError("the table by which OSError chooses its subclass is not where this version of CPython had it")


def table() -> list[tuple[int, int, str]]:
    """For each number of the C library, Linux's number and message, "" if the message is the same."""
    return [(number, linux, _words.get(linux, "")) for number, linux in _linux.items()]


def install_in_ctypes(ctypes: Any) -> None:
    """Make ctypes return Linux's numbers for C's errno."""
    get, put = ctypes.get_errno, ctypes.set_errno

    def get_errno() -> int:
        number: int = get()
        return _linux.get(number, number)

    def set_errno(value: int, /) -> int:
        number: int = put(_native.get(value, value))
        return _linux.get(number, number)

    ctypes.get_errno, ctypes.set_errno = get_errno, set_errno
