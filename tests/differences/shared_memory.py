"""shared memory (shared_memory, Value, Array)"""

import subprocess
import sys
from multiprocessing import shared_memory

CHILD = """
import sys
from itertools import repeat, starmap
from multiprocessing import shared_memory
from time import perf_counter
memory = shared_memory.SharedMemory(sys.argv[1], track=False)
ones = (1,) * 100_000
start = perf_counter()
list(starmap(sum, repeat((ones,), 20)))
work = repeat((ones,), int(30 / (perf_counter() - start)))
print("go", flush=True)
# One call of C, in which nothing is brought up to date.
seen = list(zip(starmap(memory.buf.__getitem__, repeat((0,))), starmap(sum, work)))
print("seen" if seen[-1][0] else "not seen")
memory.close()
"""
memory = shared_memory.SharedMemory(create=True, size=8)
with subprocess.Popen([sys.executable, "-c", CHILD, memory.name], stdout=subprocess.PIPE, text=True) as child:
    child.stdout.readline()
    memory.buf[0] = 1
    if child.stdout.read() == "not seen\n":
        print("as the table says")
memory.close()
memory.unlink()
