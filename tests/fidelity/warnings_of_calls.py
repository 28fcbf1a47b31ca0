"""A warning of a function in C, as one about a bool for a descriptor, is shown at the line that calls the function."""

import os
import warnings
from collections.abc import Callable

CALLS: dict[str, Callable[[], object]] = {
    "stat": lambda: os.stat("nowhere", dir_fd=True),
    "access": lambda: os.access("nowhere", os.R_OK, dir_fd=True),
    "open": lambda: os.open("nowhere", os.O_RDONLY, dir_fd=True),
    "unlink": lambda: os.unlink("nowhere", dir_fd=True),
    "readlink": lambda: os.readlink("nowhere", dir_fd=True),
    "symlink": lambda: os.symlink("nowhere", "somewhere", dir_fd=True),
    "mkdir": lambda: os.mkdir("nowhere", dir_fd=True),
    "rmdir": lambda: os.rmdir("nowhere", dir_fd=True),
    "chmod": lambda: os.chmod("nowhere", 0o600, dir_fd=True),
    "chown": lambda: os.chown("nowhere", 0, 0, dir_fd=True),
    "utime": lambda: os.utime("nowhere", dir_fd=True),
}

for name, call in CALLS.items():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            call()
        except OSError:
            pass
    for each in caught[:1]:
        print(name, each.message, os.path.basename(each.filename), each.lineno == call.__code__.co_firstlineno)
