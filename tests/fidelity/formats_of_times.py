"""time.strftime as glibc has it: unknown directives, flags, widths, modifiers, years of few digits"""

import datetime
import string
import time

moment = time.gmtime(86400 * 200)
letters = string.ascii_letters + "%!+"
for prefix in ("", "-", "_", "0", "^", "#", "5", "012", "_12", "E", "O", "^5E"):
    print(repr(prefix), [time.strftime(f"%{prefix}{letter}", moment) for letter in letters if letter not in "sZz"])
for form in (
    "%",
    "a%",
    "%%%",
    "%-",
    "%5",
    "%E",
    "%\0x",
    "%é",
    "é%é%d",
    "%Q%d",
    "%10Q",
    "%+4Y",
    "%:z",
    "",
    "plain",
    "%-d.%-m.",
    "%k|%l|%P",
):
    print(repr(form), repr(time.strftime(form, moment)), repr(datetime.datetime(1970, 7, 20, 1, 2, 3).strftime(form)))
for year in (-1, 0, 5, 99, 999, 1000, 1970, 2026, 9999, 10000, 123456):
    print(year, [time.strftime(f"%{letter}", (year, 7, 20, 1, 2, 3, 0, 201, 0)) for letter in "YCyGgFDcxVUW"])
for year in (5, 99, 999, 2026):
    date = datetime.date(year, 1, 2)
    print(year, date.strftime("%Y %G %C %F %y %c %D %-Y"), f"{date:%d.%m.%Y}")
for hour in (0, 1, 11, 12, 13, 23):
    print(hour, time.strftime("%H %I %k %l %p %P %r", (2026, 1, 1, hour, 0, 0, 3, 1, 0)))
for day in range(1, 8):
    print(day, time.strftime("%G-W%V-%u %U %W %w %j", time.strptime(f"2027-01-{day:02}", "%Y-%m-%d")))
for wrong in (((2026, 13, 1, 0, 0, 0, 0, 1, 0),), (5,), ((1, 2),)):
    for form in ("%d", "%Q"):
        try:
            print(time.strftime(form, *wrong))
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
try:
    time.strftime(5)  # type: ignore[arg-type]
except TypeError as error:
    print(error)
