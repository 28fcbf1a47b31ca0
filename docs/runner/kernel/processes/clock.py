"""`time.sleep` for threads that can be suspended, and CPU-time clocks, which don't count waiting.

Source: Modules/timemodule.c of CPython 3.14, clock_gettime(2), times(2).
"""

import errno
import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from .. import browser
from ..base.arguments import time_in_seconds
from ..base.errors import fail
from ..threads import scheduler
from . import children

_PROCESS, _THREAD = 2, 3  # CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, with Linux's numbers
_OF_A_THREAD = 6  # the lowest bits of the clock of a particular thread; the others are its number
# Linux's clocks that Emscripten lacks, each with one that shows the same time here. First the coarse ones, then
# CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME (a tab isn't suspended) and CLOCK_TAI (which Linux starts without leap seconds).
_SAME = {
    5: time.CLOCK_REALTIME,
    6: time.CLOCK_MONOTONIC,
    4: time.CLOCK_MONOTONIC,
    7: time.CLOCK_MONOTONIC,
    11: time.CLOCK_REALTIME,
}
_NANOSECONDS = 10**9
_native_gettime, _native_gettime_ns = time.clock_gettime, time.clock_gettime_ns
_native_getres, _native_info = time.clock_getres, time.get_clock_info


def sleep(seconds: float, /) -> None:
    """Suspend the calling thread for at least `seconds`. Raises ValueError if negative, OverflowError.

    A signal whose handler raises ends it early; after any other signal it continues (PEP 475).
    """
    seconds = time_in_seconds(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if not browser.can_suspend():
        browser.native_sleep(seconds)
        return
    if seconds == 0:
        scheduler.park(0)
        return
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        scheduler.park(left)


def process_time() -> float:
    """The CPU time of this process; seconds."""
    return browser.cpu_time(0)


def process_time_ns() -> int:
    """The CPU time of this process; nanoseconds."""
    return int(browser.cpu_time(0) * _NANOSECONDS)


def thread_time() -> float:
    """The CPU time of the calling thread; seconds."""
    return browser.cpu_time(scheduler.current.ident)


def thread_time_ns() -> int:
    """The CPU time of the calling thread; nanoseconds."""
    return int(thread_time() * _NANOSECONDS)


def pthread_getcpuclockid(thread_id: int, /) -> int:
    """The identifier of the CPU clock of a thread. Raises OSError (ESRCH) if it doesn't exist."""
    if all(thread.ident != thread_id for thread in scheduler.alive):
        raise fail(errno.ESRCH)
    return ~thread_id << 3 | _OF_A_THREAD


def _cpu_time(clock: Any) -> float | None:
    """The time of a CPU-time clock; None for any other clock."""
    if clock == _PROCESS:
        return process_time()
    if clock == _THREAD:
        return thread_time()
    if isinstance(clock, int) and clock < 0 and clock & 7 == _OF_A_THREAD:
        return browser.cpu_time(~(clock >> 3))
    return None


def clock_gettime(clk_id: int, /) -> float:
    """The time of a clock, in seconds. Raises OSError (EINVAL)."""
    shown = _cpu_time(clk_id)
    return _native_gettime(_SAME.get(clk_id, clk_id)) if shown is None else shown


def clock_gettime_ns(clk_id: int, /) -> int:
    """The time of a clock, in nanoseconds. Raises OSError (EINVAL)."""
    shown = _cpu_time(clk_id)
    return _native_gettime_ns(_SAME.get(clk_id, clk_id)) if shown is None else int(shown * _NANOSECONDS)


def clock_getres(clk_id: int, /) -> float:
    """The resolution of a clock, in seconds. Raises OSError (EINVAL)."""
    return _native_getres(_SAME.get(clk_id, clk_id) if _cpu_time(clk_id) is None else time.CLOCK_MONOTONIC)


def get_clock_info(name: Any, /) -> Any:
    """Information about a clock. Raises ValueError."""
    info = _native_info("process_time" if name == "thread_time" else name)
    if name in ("process_time", "thread_time"):
        kind = name.partition("_")[0].upper()
        info.implementation = f"clock_gettime(CLOCK_{kind}_CPUTIME_ID)"
    return info


def times() -> os.times_result:
    """The CPU time of this process and of its children that were waited for, and the elapsed time; seconds.

    The browser doesn't distinguish system time from user time.
    """
    return os.times_result((process_time(), 0.0, children.cpu_time, 0.0, time.monotonic()))


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> Iterable[Callable[..., Any]]:
    """Replace `os.times`; returns the functions for the module `time`."""
    replace((times,))
    setattr(time, "CLOCK_THREAD_CPUTIME_ID", _THREAD)  # noqa: B010  (Emscripten has none, and mypy thinks it final)
    return (
        *(sleep, process_time, process_time_ns, thread_time, thread_time_ns, pthread_getcpuclockid),
        *(clock_gettime, clock_gettime_ns, clock_getres, get_clock_info),
    )
