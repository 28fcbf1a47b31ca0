"""`time.tzset`: the time zone that TZ names. process/time-zone.js implements it for C code.

Source: tzset(3), RFC 9636 (TZif), the TZ variable of POSIX.1-2024, Modules/timemodule.c of CPython 3.14.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from .. import browser
from ..base import builtin
from ..base.errors import fail
from .zone_rules import CYCLE_SECONDS, EVER, Period
from .zone_rules import periods as periods_of

_FIRST_YEAR = 1970
# The length of names in the module `time`.
_NAME_LENGTH = 9
_SHORTEST_NAME = 3
# The last second of the year 2**31 - 1 + 1900, the last one in C.
_LAST_SECOND = 67_768_036_191_676_799
_native_gmtime, _native_localtime, _native_ctime = time.gmtime, time.localtime, time.ctime


def _file_periods(path: str) -> tuple[list[Period], str]:
    """Read the periods in a file, and the rule for later ones. Raises OSError or ValueError."""
    from zoneinfo import _common

    with open(path, "rb") as file:
        indices, instants, offsets, summer, names, rule = _common.load_data(file)
    first = next((index for index, is_summer in enumerate(summer) if not is_summer), 0)
    begins = zip([EVER, *instants], [first, *indices], strict=True)
    periods = [(float(since), offsets[index], bool(summer[index]), names[index]) for since, index in begins]
    return periods, rule.decode() if rule else ""


def _find(name: str) -> str | None:
    """The path of a zone's file; None if there is none."""
    candidates = (
        [name] if name.startswith("/") else [os.path.join(entry, "tzdata", "zoneinfo", name) for entry in sys.path]
    )
    return next((path for path in candidates if ".." not in name and os.path.isfile(path)), None)


def _has_data() -> bool:
    return any(os.path.isdir(os.path.join(entry, "tzdata")) for entry in sys.path)


def _rules(zone: str) -> dict[str, Any]:
    """The rules of a zone, for process/time-zone.js. Raises OSError (ENOENT) if the data isn't loaded."""
    zone = zone.removeprefix(":")
    path = _find(zone) if zone else None
    if path is not None:
        periods, rule = _file_periods(path)
        last = periods[-1][0]
        later = periods_of(rule, max(time.gmtime(max(last, 0)).tm_year, _FIRST_YEAR)) if rule else []
        if len(later) == 1 or not rule:  # the last period never ends
            return {"periods": periods, "cycleStart": None, "endless": False}
        periods += [period for period in later if period[0] > last]
        return {"periods": periods, "cycleStart": periods[-1][0] - CYCLE_SECONDS, "endless": False}
    if "/" in zone and not _has_data():
        raise OSError(
            errno.ENOENT,
            "the data of time zones are loaded for a program whose text has the string 'TZ' or imports zoneinfo; "
            f"this one hides it, so {zone!r} is unknown",
        )
    try:
        periods = periods_of(zone, _FIRST_YEAR)
    except ValueError:
        # As in glibc, an invalid value means UTC, named after the letters with which it begins.
        name = "".join(_letters(zone or "UTC"))
        periods = [(EVER, 0, False, name if len(name) >= _SHORTEST_NAME else "")]
    repeats = len(periods) > 1
    return {"periods": periods, "cycleStart": periods[0][0] if repeats else None, "endless": repeats}


def _letters(zone: str) -> Iterator[str]:
    for letter in zone:
        if not (letter.isascii() and letter.isalpha()):
            return
        yield letter


def tzset() -> None:
    """Set the time zone to the one in the environment's TZ; without TZ, to the browser's.

    Raises OSError (ENOENT) for a zone whose data weren't loaded.
    """
    zone = os.environ.get("TZ")
    browser.set_time_zone(None if zone is None else _rules(zone))
    # As in CPython: the offsets in January and July.
    year = (365 * 24 + 6) * 3600
    january = int(time.time() // year) * year
    found = [_native_localtime(january + half * (year // 2)) for half in range(2)]
    (winter, winter_name), (summer, summer_name) = ((-at.tm_gmtoff, at.tm_zone[:_NAME_LENGTH]) for at in found)
    if winter < summer:  # it is summer in January
        winter, winter_name, summer, summer_name = summer, summer_name, winter, winter_name
    values = {"timezone": winter, "altzone": summer, "daylight": int(winter != summer)}
    time.__dict__.update(values, tzname=(winter_name, summer_name))


def set_at_start() -> None:
    """Set the time zone from a program's initial environment, unless its data isn't loaded."""
    if "TZ" in os.environ:
        with suppress(OSError):
            tzset()


def _checked(native: Callable[..., Any], seconds: Any) -> Any:
    result = native(seconds)
    if seconds is not None and abs(seconds) > _LAST_SECOND:
        raise fail(errno.EOVERFLOW)
    return result


def gmtime(seconds: float | None = None, /) -> Any:
    """The time in UTC. Raises OSError (EOVERFLOW) if the year is too large."""
    return _checked(_native_gmtime, seconds)


def localtime(seconds: float | None = None, /) -> Any:
    """The time in the local time zone. Raises OSError (EOVERFLOW) if the year is too large."""
    return _checked(_native_localtime, seconds)


def ctime(seconds: float | None = None, /) -> Any:
    """The local time as text. Raises OSError (EOVERFLOW) if the year is too large."""
    return _checked(_native_ctime, seconds)


def install() -> None:
    """Replace these functions in `time`."""
    builtin.provide("time", [tzset, gmtime, localtime, ctime], time)
