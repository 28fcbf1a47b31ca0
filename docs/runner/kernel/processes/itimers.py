"""Timers that send signals to this process.

Source: setitimer(2), alarm(2), Modules/signalmodule.c of CPython 3.14.
"""

import errno
import math
import os
from collections.abc import Iterable
from operator import index

from .. import browser
from ..base.arguments import time_in_seconds

_SIGALRM, _SIGVTALRM, _SIGPROF = 14, 26, 27
_TIMERS = {0: _SIGALRM, 1: _SIGVTALRM, 2: _SIGPROF}


class ItimerError(OSError):
    """The timer doesn't exist, or the time is invalid."""


ItimerError.__module__ = "signal"


def setitimer(which: int, seconds: float, interval: float = 0.0, /) -> tuple[float, float]:
    """Send this process a signal after `seconds`, then every `interval`; all timers run in real time here."""
    if which not in _TIMERS:
        raise ItimerError(errno.EINVAL, os.strerror(errno.EINVAL))
    # Its times are whole microseconds.
    seconds, interval = (math.ceil(time_in_seconds(value) * 1e6) / 1e6 for value in (seconds, interval))
    if seconds < 0 or interval < 0:
        raise ItimerError(errno.EINVAL, os.strerror(errno.EINVAL))
    return browser.set_timer(_TIMERS[which], seconds, interval)


def getitimer(which: int, /) -> tuple[float, float]:
    """The remaining time of a timer, and its interval."""
    if which not in _TIMERS:
        raise ItimerError(errno.EINVAL, os.strerror(errno.EINVAL))
    return browser.set_timer(_TIMERS[which], -1, 0)


def alarm(seconds: int, /) -> int:
    """Send SIGALRM after `seconds`, an unsigned C int; returns the remaining seconds of the previous alarm."""
    seconds = index(seconds)
    if not -(2**31) <= seconds < 2**31:
        raise OverflowError("Python int too large to convert to C int")
    left, _ = browser.set_timer(_SIGALRM, seconds % 2**32, 0)
    return int(left + 0.999)


def running() -> list[tuple[int, float, float]]:
    """The running timers: the signal, the remaining time, and the interval."""
    timers = [(signum, *browser.set_timer(signum, -1, 0)) for signum in _TIMERS.values()]
    return [timer for timer in timers if timer[1] > 0]


def resume(timers: Iterable[tuple[int, float, float]]) -> None:
    """Restart timers, as returned by `running`."""
    for signum, left, interval in timers:
        browser.set_timer(signum, left, interval)
