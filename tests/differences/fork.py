"""fork, preexec_fn"""

import os
import subprocess
import sys

refused = 0
try:
    if not os.fork():
        os._exit(0)
except OSError as error:
    print(error)
    refused += 1
try:
    subprocess.run([sys.executable, "-c", ""], preexec_fn=os.getpid, check=True)
except (OSError, RuntimeError, subprocess.SubprocessError) as error:
    print(type(error).__name__, error)
    refused += 1
if refused == 2:
    print("as the table says")
