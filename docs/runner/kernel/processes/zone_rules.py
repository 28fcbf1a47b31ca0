"""Parses the rules in TZ, such as "CET-1CEST,M3.5.0,M10.5.0/3", into periods of time.

Source: tzset(3), section 8.3 of the base definitions of POSIX.1-2024, RFC 9636.
"""

import re
from collections.abc import Callable

# The beginning, in seconds since the epoch; the offset from UTC in seconds; whether it is summer time; the name.
Period = tuple[float, int, bool, str]
EVER = -(2.0**62)
# The years after which the calendar repeats, and their length in seconds.
CYCLE, CYCLE_SECONDS = 400, 146_097 * 86_400
# The default beginning and end of summer time (glibc).
_USUAL = "M3.2.0,M11.1.0"
_DAY, _HOUR = 86_400, 3600
_USUAL_TIME = 2 * _HOUR
_LAST_WEEK = 5
_EPOCH = 719_163  # 1970-01-01, as `datetime.date` numbers days
_TIME = r"[+-]?\d{1,3}(?::\d{1,2}(?::\d{1,2})?)?"
_NAME = r"[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>"
_ZONE = re.compile(rf"({_NAME})({_TIME})(?:({_NAME})({_TIME})?(?:,(.+))?)?")
_DATE = re.compile(rf"(?:M(\d+)\.(\d+)\.(\d+)|(J?)(\d+))(?:/({_TIME}))?")


def _seconds(text: str) -> int:
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    seconds = sum(part * unit for part, unit in zip(parts, (_HOUR, 60, 1), strict=False))
    return -seconds if text.startswith("-") else seconds


def _date(text: str) -> Callable[[int], int]:
    """Parse a date into a function from a year to the instant in local time, as if it were UTC. Raises ValueError."""
    from datetime import date

    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    month, week, weekday = (int(group) if group else 0 for group in match.group(1, 2, 3))
    without_leap_day, day = bool(match[4]), int(match[5] or 0)
    time = _USUAL_TIME if match[6] is None else _seconds(match[6])

    def instant(year: int) -> int:
        first = date(year, month or 1, 1).toordinal()
        if month:
            following = date(year + month // 12, month % 12 + 1, 1).toordinal()
            found = first + (weekday - first) % 7 + 7 * (week - 1)
            while found >= following and week == _LAST_WEEK:
                found -= 7
        elif without_leap_day:
            is_after = day > 59 and date(year, 3, 1).toordinal() - first == 60
            found = first + day - 1 + is_after
        else:
            found = first + day
        return (found - _EPOCH) * _DAY + time

    return instant


def periods(rule: str, first_year: int) -> list[Period]:
    """The periods of 400 years under a rule, or the only one. Raises ValueError if the rule is invalid."""
    match = _ZONE.fullmatch(rule)
    if match is None:
        raise ValueError(rule)
    name, offset = match[1].strip("<>"), -_seconds(match[2])
    if match[3] is None:
        return [(EVER, offset, False, name)]
    summer_name = match[3].strip("<>")
    summer_offset = offset + _HOUR if match[4] is None else -_seconds(match[4])
    start, end = map(_date, (match[5] or _USUAL).split(","))
    found: list[Period] = []
    for year in range(first_year, first_year + CYCLE + 1):
        found.append((start(year) - offset, summer_offset, True, summer_name))
        found.append((end(year) - summer_offset, offset, False, name))
    return sorted(found)
