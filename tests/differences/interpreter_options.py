"""
PYTHONHOME, PYTHONPLATLIBDIR, PYTHONUSERBASE, PYTHONMALLOC, PYTHONMALLOCSTATS, -X perf, -X frozen_modules,
--check-hash-based-pycs, what -v prints about the start
"""

import os
import subprocess
import sys


def run(*options, **environment):
    command = [sys.executable, *options, "-c", "import sys; print(sys.prefix, sys.flags.dont_write_bytecode)"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


plain = run()
same = [
    run(PYTHONHOME="/nowhere"),
    run(PYTHONPLATLIBDIR="nowhere"),
    run(PYTHONMALLOC="nothing"),
    run(PYTHONMALLOCSTATS="1"),
    run("-X", "frozen_modules=off"),
    run("--check-hash-based-pycs", "always"),
]
print([(done.stdout, done.stderr) for done in same])
if {(done.stdout, done.stderr) for done in same} == {(plain.stdout, "")} and "site.py" not in run("-v").stderr:
    print("as the table says")
