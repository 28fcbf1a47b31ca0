"""a file that another process writes"""

import os
import subprocess
import sys
import tempfile

CHILD = """
import sys
from itertools import repeat, starmap
from time import perf_counter
ones = (1,) * 100_000
start = perf_counter()
list(starmap(sum, repeat((ones,), 20)))
work = repeat((ones,), int(30 / (perf_counter() - start)))
file = open(sys.argv[1], "rb", buffering=0)
print("go", flush=True)
# One call of C, in which nothing is brought up to date.
seen = list(zip(starmap(file.readall, repeat(())), starmap(sum, work)))
print("seen" if any(data for data, _ in seen) else "not seen")
"""
path = tempfile.mkstemp()[1]
with subprocess.Popen([sys.executable, "-c", CHILD, path], stdout=subprocess.PIPE, text=True) as child:
    child.stdout.readline()
    with open(path, "w") as file:
        file.write("text")
    if child.stdout.read() == "not seen\n":
        print("as the table says")
os.unlink(path)
