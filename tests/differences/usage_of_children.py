"""what a child process has used"""

import os
import subprocess
import sys

child = "import time\nwhile time.process_time() < 0.1: pass"
process = subprocess.Popen([sys.executable, "-c", child])
_, process.returncode, usage = os.wait4(process.pid, 0)
print(usage)
if usage.ru_utime >= 0.1 and usage.ru_maxrss == usage.ru_minflt == usage.ru_nivcsw == 0:
    print("as the table says")
