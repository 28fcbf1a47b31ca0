"""SIGSTOP for a process that is in a function of C"""

import os
import signal
import subprocess
import sys
import time

# One call of C for all of it; where it was stopped within, two of the times are far apart.
CHILD = """
from itertools import repeat, starmap
from time import perf_counter
ones = (1,) * 100_000
start = perf_counter()
list(starmap(sum, repeat((ones,), 20)))
work = repeat((ones,), int(80 / (perf_counter() - start)))
print("go", flush=True)
times = list(zip(starmap(perf_counter, repeat(())), starmap(sum, work)))
gap = max(later[0] - earlier[0] for earlier, later in zip(times, times[1:]))
print("within" if gap > 1 else "after")
"""
with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True) as child:
    child.stdout.readline()
    time.sleep(0.1)
    child.send_signal(signal.SIGSTOP)
    os.waitpid(child.pid, os.WUNTRACED)
    time.sleep(1.5)
    child.send_signal(signal.SIGCONT)
    if child.stdout.read() == "after\n":
        print("as the table says")
