"""the clock"""

import time

steps = set()
for _ in range(20):
    start = now = time.perf_counter_ns()
    while now == start:
        now = time.perf_counter_ns()
    steps.add(now - start)
print(sorted(steps))
if min(steps) >= 90_000:
    print("as the table says")
