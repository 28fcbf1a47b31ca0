"""`TZ` and `time.tzset`: local time by the names of zones and by rules, in this process and in children"""

import os
import subprocess
import sys
import time
from datetime import datetime

WINTER, SUMMER = 1705320000, 1721044800


def show(zone: str) -> None:
    os.environ["TZ"] = zone
    time.tzset()
    print(zone, time.tzname, time.timezone, time.altzone, time.daylight)
    for instant in (0, WINTER, SUMMER, 2524608000, 7258118400):
        local = time.localtime(instant)
        print(" ", *local[:6], local.tm_isdst, local.tm_zone, local.tm_gmtoff, time.strftime("%Z %z", local), end=" ")
        print(time.mktime(local) == instant, datetime.fromtimestamp(instant).astimezone().isoformat())


for zone in (
    *("America/New_York", "Europe/London", "Europe/Dublin", "Asia/Kolkata", "Australia/Sydney"),
    *(":Europe/Paris", "UTC", "", "EST5EDT", "XYZ3", "<+03>-3", "CET-1CEST,M3.5.0,M10.5.0/3", "AAA+3BBB,J60,300/1:30"),
    *("Nonexistent/Zone", "?", "Pacific/Chatham", "America/Sao_Paulo"),
):
    show(zone)

# The hour that never comes, the one that comes twice, and times far away.
for moment, is_summer in (
    ((2024, 3, 10, 2, 30), -1), ((2024, 11, 3, 1, 30), 0), ((2024, 11, 3, 1, 30), 1), ((1900, 1, 1, 0, 0), -1),
    ((2100, 7, 1, 0, 0), -1), ((2024, 14, 40, 30, 70), -1), ((2024, 7, 1, 0, 0), 0),
):  # fmt: skip
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    seconds = time.mktime((*moment, 0, 0, 0, is_summer))
    print(moment, is_summer, seconds, time.ctime(seconds))
print(datetime(2024, 11, 3, 1, 30, fold=1).timestamp(), datetime(2024, 7, 4, 12).astimezone().tzname())
print(time.strptime("12:00 EDT", "%H:%M %Z").tm_isdst)

print_zone = [sys.executable, "-c", f"import time; print(time.tzname, time.ctime({SUMMER}))"]
for environment in (os.environ, os.environ | {"TZ": "Asia/Tokyo"}):
    print(subprocess.run(print_zone, env=environment, capture_output=True, text=True).stdout, end="")
for function in (time.gmtime, time.localtime, time.ctime):
    try:
        print(function(10**18))
    except OSError as error:
        print(error)
print(time.gmtime(67_000_000_000_000_000)[:6], time.gmtime(-62_000_000_000)[:6])
