"""`time.sleep` for threads that can be suspended, and the clocks of CPU time: what waits takes none.

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

_PROCESS, _THREAD = 2, 3  # CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, as Linux numbers them
_OF_A_THREAD = 6  # the lowest bits of the clock of one certain thread, which stand beside its number
# Clocks of Linux that Emscripten lacks, each with the one that shows the same here. First the coarse ones, then
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
    """Suspend the calling thread for at least `seconds`. Raises ValueError for a negative length, OverflowError.

    A signal whose handler raises ends it early; after any other signal it goes on, as in CPython since 3.5 (PEP 475).
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
    """How long the threads of this process have run; seconds."""
    return browser.cpu_time(0)


def process_time_ns() -> int:
    """How long the threads of this process have run; nanoseconds."""
    return int(browser.cpu_time(0) * _NANOSECONDS)


def thread_time() -> float:
    """How long the calling thread has run; seconds."""
    return browser.cpu_time(scheduler.current.ident)


def thread_time_ns() -> int:
    """How long the calling thread has run; nanoseconds."""
    return int(thread_time() * _NANOSECONDS)


def pthread_getcpuclockid(thread_id: int, /) -> int:
    """The identifier of the CPU clock of a thread. Raises OSError (ESRCH) where there is none of this number."""
    if all(thread.ident != thread_id for thread in scheduler.alive):
        raise fail(errno.ESRCH)
    return ~thread_id << 3 | _OF_A_THREAD


def _cpu_time(clock: Any) -> float | None:
    """What a clock of CPU time shows; None for another clock."""
    if clock == _PROCESS:
        return process_time()
    if clock == _THREAD:
        return thread_time()
    if isinstance(clock, int) and clock < 0 and clock & 7 == _OF_A_THREAD:
        return browser.cpu_time(~(clock >> 3))
    return None


def clock_gettime(clk_id: int, /) -> float:
    """What a clock shows, in seconds. Raises OSError (EINVAL)."""
    shown = _cpu_time(clk_id)
    return _native_gettime(_SAME.get(clk_id, clk_id)) if shown is None else shown


def clock_gettime_ns(clk_id: int, /) -> int:
    """What a clock shows, in nanoseconds. Raises OSError (EINVAL)."""
    shown = _cpu_time(clk_id)
    return _native_gettime_ns(_SAME.get(clk_id, clk_id)) if shown is None else int(shown * _NANOSECONDS)


def clock_getres(clk_id: int, /) -> float:
    """How exact a clock is, in seconds. Raises OSError (EINVAL)."""
    return _native_getres(_SAME.get(clk_id, clk_id) if _cpu_time(clk_id) is None else time.CLOCK_MONOTONIC)


def get_clock_info(name: Any, /) -> Any:
    """What is known of a clock. Raises ValueError."""
    info = _native_info("process_time" if name == "thread_time" else name)
    if name in ("process_time", "thread_time"):
        kind = name.partition("_")[0].upper()
        info.implementation = f"clock_gettime(CLOCK_{kind}_CPUTIME_ID)"
    return info


def times() -> os.times_result:
    """The CPU time of this process and of the children that it has waited for, and the time that has passed; seconds.

    The browser doesn't tell the system's part from the program's.
    """
    return os.times_result((process_time(), 0.0, children.cpu_time, 0.0, time.monotonic()))


def install(replace: Callable[[Iterable[Callable[..., Any]]], None]) -> Iterable[Callable[..., Any]]:
    """Take the place of `os.times`; the functions for the module `time`."""
    replace((times,))
    setattr(time, "CLOCK_THREAD_CPUTIME_ID", _THREAD)  # noqa: B010  (Emscripten has none, and mypy thinks it final)
    return (
        *(sleep, process_time, process_time_ns, thread_time, thread_time_ns, pthread_getcpuclockid),
        *(clock_gettime, clock_gettime_ns, clock_getres, get_clock_info),
    )
