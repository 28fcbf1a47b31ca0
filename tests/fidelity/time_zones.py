"""`zoneinfo`: the rules of time zones, in this process and in children"""

import pickle
import subprocess
import sys
import zoneinfo
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

berlin = ZoneInfo("Europe/Berlin")
for moment in (datetime(2024, 1, 15, 12, tzinfo=berlin), datetime(2024, 7, 15, 12, tzinfo=berlin)):
    print(moment.isoformat(), moment.tzname(), moment.dst(), moment.astimezone(UTC))

# The hour that comes twice, and the one that never comes.
twice = datetime(2024, 10, 27, 2, 30, tzinfo=berlin)
print(twice.utcoffset(), twice.replace(fold=1).utcoffset())
never = datetime(2024, 3, 31, 2, 30, tzinfo=berlin)
print(never.astimezone(UTC).astimezone(berlin))
print(
    datetime(2100, 7, 1, tzinfo=berlin).utcoffset(), datetime(1900, 1, 1, tzinfo=ZoneInfo("America/New_York")).tzname()
)

names = zoneinfo.available_timezones()
print(len(names) > 400, {"Europe/Berlin", "Asia/Tokyo", "America/Argentina/Buenos_Aires", "UTC"} <= names)
print(pickle.loads(pickle.dumps(berlin)) is berlin, repr(berlin), str(berlin), berlin.key)


def in_zone(name: str) -> str:
    return (datetime(2024, 6, 1, tzinfo=UTC) + timedelta(hours=1)).astimezone(ZoneInfo(name)).isoformat()


with ThreadPoolExecutor(3) as pool:
    print(*pool.map(in_zone, ["Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati"]))

child = "from zoneinfo import ZoneInfo; from datetime import datetime; print(datetime(2024, 8, 1, tzinfo=ZoneInfo('Asia/Tokyo')))"
print(subprocess.run([sys.executable, "-c", child], capture_output=True, text=True).stdout, end="")

for name in ("Europe/Nowhere", "Nothing"):
    try:
        ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError as error:
        print(type(error).__name__, error)
try:
    ZoneInfo("../etc/passwd")
except ValueError as error:
    print(error)
