"""`time.strftime` with glibc's formats, in the C locale.

Emscripten's C library is musl: it returns an empty text for an unknown directive, lacks `%k`, `%P` and `%^a`, and pads
years to four digits. CPython's `datetime` calls this function, too.

Source: strftime(3), time/strftime_l.c of glibc 2.41.
"""

import re
import time
from collections.abc import Callable
from typing import Any

from ..base import builtin

_native_strftime = time.strftime
# One call of the C library checks the arguments and returns everything that the directives need.
_FIELDS = "%Y|%m|%d|%H|%M|%S|%w|%j"
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FOUR_DIGITS = 1000
# CPython's `datetime` pads years itself where it is built for glibc, but not in Pyodide. It calls this with a
# struct_time, so programs that do the same get padded years, too, unlike on Linux.
_FILLED = {"Y": 4, "G": 4, "C": 2}
# Formats that both C libraries treat alike for four-digit years: most of those in use.
_ALIKE = re.compile("(?:[^%]|%[aAbBcdDeFHhIjmMnpRrStTuUVwWxXyYzZ%])*")
_YEARS_ALIKE = range(1001, 9999)
_DIRECTIVE = re.compile(r"%([_0^#-]*)(\d*)([EO]?)(.?)", re.DOTALL)
_COMBINED = {
    "c": "%a %b %e %H:%M:%S %Y", "D": "%m/%d/%y", "F": "%Y-%m-%d", "R": "%H:%M", "r": "%I:%M:%S %p",
    "T": "%H:%M:%S", "X": "%H:%M:%S", "x": "%m/%d/%y",
}  # fmt: skip
# Directives that take neither modifier, E nor O.
_NO_MODIFIER = frozenset("aADF")
_RAISED = frozenset("aAbBh")
_NO_E = frozenset("BbhdeHIklmMjSUVgGWw")
_NO_O = frozenset("cxXY")


class _Moment:
    """A time, split into fields."""

    def __init__(self, *moment: Any) -> None:
        self._moment = moment
        numbers = map(int, _native_strftime(_FIELDS, *moment).split("|"))
        self.year, self.month, self.day, self.hour, self.minute, self.second, self.weekday, day = numbers
        self.day_of_year = day - 1
        self.fills_years = bool(moment) and isinstance(moment[0], time.struct_time) and 0 < self.year < _FOUR_DIGITS

    def native(self, directive: str) -> str:
        """The C library's text for a directive that the numbers don't determine."""
        return _native_strftime(directive, *self._moment)

    def week(self) -> tuple[int, int]:
        """The ISO 8601 year and week."""
        year = self.year
        days = self._week_days(self.day_of_year)
        if days < 0:
            year -= 1
            days = self._week_days(self.day_of_year + self._length(year))
        else:
            following = self._week_days(self.day_of_year - self._length(year))
            if following >= 0:
                year += 1
                days = following
        return year, days // 7 + 1

    def _week_days(self, day_of_year: int) -> int:
        """Days since the Monday of the year's first week."""
        return day_of_year - (day_of_year - self.weekday + 4 + 378) % 7 + 4 - 1

    @staticmethod
    def _length(year: int) -> int:
        return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365

    def text(self, letter: str) -> str | None:
        """The text of a directive that gives words; None for any other."""
        if letter in "aA":
            return _DAYS[self.weekday] if letter == "A" else _DAYS[self.weekday][:3]
        if letter in "bBh":
            return _MONTHS[self.month - 1] if letter == "B" else _MONTHS[self.month - 1][:3]
        if letter in "pP":
            half = "PM" if self.hour >= 12 else "AM"
            return half if letter == "p" else half.lower()
        if letter in "Zs":
            return self.native(f"%{letter}")
        return {"n": "\n", "t": "\t", "%": "%"}.get(letter)

    def directive(self, found: re.Match[str]) -> str:
        """The text of a directive; an unknown one is kept as it is."""
        flags, digits, modifier, letter = found.groups()
        pad = next((flag for flag in reversed(flags) if flag in "_-0"), "")
        width = int(digits or 0)
        raises, changes = "^" in flags, "#" in flags
        refused = (
            not letter or (modifier and letter in _NO_MODIFIER) or letter in {"E": _NO_E, "O": _NO_O}.get(modifier, ())
        )
        if letter in _NUMBERS and not refused:
            number, least, usual = _NUMBERS[letter]
            if self.fills_years and found[0] == f"%{letter}":
                least = _FILLED.get(letter, least)
            return _fill(_digits(number(self), least, usual, pad, width), width, pad)
        if refused:
            text = None
        elif letter in _COMBINED:
            text = self.combined(letter)
        elif letter == "z":
            text = self._offset(pad, width)
        else:
            text = self.text(letter)
        if text is None:
            text = found[0]
        if letter == "P" or (letter == "p" and changes):
            text = text.lower()
        elif raises or (changes and letter in _RAISED and not (refused and letter in _NO_MODIFIER)):
            text = text.upper()
        return _fill(text, 0 if letter == "Z" and pad == "-" else width, pad)

    def _offset(self, pad: str, width: int) -> str:
        offset = self.native("%z")
        if not offset:
            return ""
        sign, number = offset[0], int(offset[1:])
        # glibc pads the sign and the digits, each to the whole width.
        return _fill(sign, width, pad) + _fill(_digits(number, 4, "0", pad, width), width, pad)

    def combined(self, letter: str) -> str:
        """The text of a directive that combines several."""
        fills, self.fills_years = self.fills_years, self.fills_years and letter == "F"
        try:
            return self.format(_COMBINED[letter])
        finally:
            self.fills_years = fills

    def format(self, format: str) -> str:
        """Expand a format."""
        return _DIRECTIVE.sub(self.directive, format)


# Numbers, with their minimal digits and padding.
_NUMBERS: dict[str, tuple[Callable[[_Moment], int], int, str]] = {
    "C": (lambda at: at.year // 100, 1, "0"),
    "d": (lambda at: at.day, 2, "0"),
    "e": (lambda at: at.day, 2, "_"),
    "g": (lambda at: at.week()[0] % 100, 2, "0"),
    "G": (lambda at: at.week()[0], 1, "0"),
    "H": (lambda at: at.hour, 2, "0"),
    "I": (lambda at: (at.hour - 1) % 12 + 1, 2, "0"),
    "j": (lambda at: at.day_of_year + 1, 3, "0"),
    "k": (lambda at: at.hour, 2, "_"),
    "l": (lambda at: (at.hour - 1) % 12 + 1, 2, "_"),
    "m": (lambda at: at.month, 2, "0"),
    "M": (lambda at: at.minute, 2, "0"),
    "S": (lambda at: at.second, 2, "0"),
    "u": (lambda at: (at.weekday - 1) % 7 + 1, 1, "0"),
    "U": (lambda at: (at.day_of_year - at.weekday + 7) // 7, 2, "0"),
    "V": (lambda at: at.week()[1], 2, "0"),
    "w": (lambda at: at.weekday, 1, "0"),
    "W": (lambda at: (at.day_of_year - (at.weekday - 1) % 7 + 7) // 7, 2, "0"),
    "y": (lambda at: at.year % 100, 2, "0"),
    "Y": (lambda at: at.year, 1, "0"),
}


def _digits(number: int, digits: int, usual: str, pad: str, width: int) -> str:
    pad = pad if pad and not (usual == "_" and pad == "_") else usual
    text = str(abs(number))
    sign = "-" if number < 0 else ""
    digits = max(digits, width)
    if pad == "-":
        return sign + text
    if pad == "_":
        return (sign + text).rjust(digits)
    return sign + text.rjust(digits - len(sign), "0")


def _fill(text: str, width: int, pad: str) -> str:
    return text.rjust(width, "0" if pad == "0" else " ")


def strftime(format: str, *moment: Any) -> str:
    """Format a time, by default the current local time. Raises TypeError, ValueError."""
    if not isinstance(format, str) or len(moment) > 1:
        return _native_strftime(format, *moment)
    is_usual = not moment or (isinstance(moment[0], tuple) and moment[0][:1] and moment[0][0] in _YEARS_ALIKE)
    if is_usual and _ALIKE.fullmatch(format):
        return _native_strftime(format, *moment)
    return _Moment(*moment).format(format)


def install() -> None:
    """Replace this function in `time`."""
    builtin.provide("time", [strftime], time)
