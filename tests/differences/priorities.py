"""priorities, policies, affinity"""

import os
import subprocess
import sys

os.sched_setaffinity(0, {0})
os.nice(5)
child = "import os; print(os.nice(0))"
print(os.sched_getaffinity(0), os.nice(0))
if subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True).stdout == "0\n":
    print("as the table says")
