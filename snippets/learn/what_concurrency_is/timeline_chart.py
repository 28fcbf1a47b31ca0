"""Draw when each task is in progress"""

import time

UNIT = 0.2  # seconds that one # stands for
JOBS = {"tea": 1, "toast": 2, "eggs": 3}  # how many units each one waits


def units_since(start: float) -> int:
    # A sleep may last a little longer than asked: only whole units count.
    return int((time.perf_counter() - start) / UNIT + 0.05)


def draw(name: str, begin: int, end: int) -> None:
    print(f"  {name:5} |{' ' * begin}{'#' * (end - begin)}")


print("One after the other")
start = time.perf_counter()
for name, units in JOBS.items():
    begin = units_since(start)
    time.sleep(units * UNIT)
    draw(name, begin, units_since(start))

print("Interleaved")
start = time.perf_counter()  # all of them begin now
for name, units in sorted(JOBS.items(), key=lambda job: job[1]):  # the shortest ends first
    time.sleep(max(0.0, start + units * UNIT - time.perf_counter()))
    draw(name, 0, units_since(start))
