"""What CPU time is: it counts while a thread runs, and not while it waits."""

import os
import subprocess
import sys
import threading
import time

CLOCKS = {
    "process_time": time.process_time,
    "process_time_ns": lambda: time.process_time_ns() / 1e9,
    "CLOCK_PROCESS_CPUTIME_ID": lambda: time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID),
    "os.times": lambda: sum(os.times()[:2]),
    "thread_time": time.thread_time,
    "thread_time_ns": lambda: time.thread_time_ns() / 1e9,
    "CLOCK_THREAD_CPUTIME_ID": lambda: time.clock_gettime_ns(time.CLOCK_THREAD_CPUTIME_ID) / 1e9,
    "pthread_getcpuclockid": lambda: time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident())),
}


def burn(seconds: float) -> None:
    """Compute for a while, of the calling thread's own time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def used(action) -> dict[str, float]:
    before = {name: clock() for name, clock in CLOCKS.items()}
    action()
    return {name: clock() - before[name] for name, clock in CLOCKS.items()}


def in_threads() -> None:
    threads = [threading.Thread(target=burn, args=(0.05,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


asleep = used(lambda: time.sleep(0.8))
print("asleep:", [name for name, passed in asleep.items() if not 0 <= passed < 0.6])
busy = used(lambda: burn(0.1))
print("busy:", [name for name, passed in busy.items() if passed < 0.08])
others = used(in_threads)
print("others busy:", others["process_time"] > 0.08, others["thread_time"] < others["process_time"])
children = sum(os.times()[2:4])
subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.15: pass"], check=True)
print("a child:", 0.1 < sum(os.times()[2:4]) - children)
for name in ("process_time", "thread_time"):
    info = time.get_clock_info(name)
    print(name, info.implementation, info.monotonic, info.adjustable, info.resolution <= 0.001)
print(time.CLOCK_THREAD_CPUTIME_ID, time.clock_getres(time.CLOCK_THREAD_CPUTIME_ID) <= 0.001)
