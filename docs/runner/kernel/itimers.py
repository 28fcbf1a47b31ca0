"""Timers that send this process a signal.

Source: setitimer(2), alarm(2), Modules/signalmodule.c of CPython 3.14.
"""

import errno
import os

from . import host

_SIGALRM, _SIGVTALRM, _SIGPROF = 14, 26, 27
_TIMERS = {0: _SIGALRM, 1: _SIGVTALRM, 2: _SIGPROF}


class itimer_error(OSError):  # noqa: N818  (CPython's name)
    """A timer that there isn't, or a time that makes no sense."""


itimer_error.__module__ = "signal"


def setitimer(which: int, seconds: float, interval: float = 0.0, /) -> tuple[float, float]:
    """Send this process a signal after `seconds`, then every `interval`; all timers run in real time here."""
    if which not in _TIMERS:
        raise itimer_error(errno.EINVAL, os.strerror(errno.EINVAL))
    if seconds < 0 or interval < 0:
        raise itimer_error(errno.EINVAL, os.strerror(errno.EINVAL))
    return host.set_timer(_TIMERS[which], seconds, interval)


def getitimer(which: int, /) -> tuple[float, float]:
    """What is left of a timer, and its interval."""
    if which not in _TIMERS:
        raise itimer_error(errno.EINVAL, os.strerror(errno.EINVAL))
    return host.set_timer(_TIMERS[which], -1, 0)


def alarm(seconds: int, /) -> int:
    """Send SIGALRM after so many seconds; returns what was left of the former alarm."""
    left, _ = host.set_timer(_SIGALRM, seconds, 0)
    return int(left + 0.999)
