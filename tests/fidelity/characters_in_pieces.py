"""Characters that are written in pieces, and such as never come to their end."""

import os
import subprocess
import sys
import time

sys.stdout.buffer.write(b"\xe2\x82")
sys.stdout.flush()
time.sleep(0.05)
sys.stdout.buffer.write(b"\xac\n")
sys.stdout.flush()
subprocess.run([sys.executable, "-c", r"import os; os.write(1, b'a child \xe2\x82'); os._exit(0)"], check=True)
print(flush=True)
os.write(1, b"the end \xf0\x9f\x98")
