"""Errors of system calls."""

import os


def fail(code: int, message: str | None = None) -> OSError:
    """The OSError for an error number, as a system call would raise it."""
    return OSError(code, message or os.strerror(code))
