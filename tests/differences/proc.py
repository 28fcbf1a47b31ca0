"""/proc"""

import os
import subprocess
import sys

with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
    here = [
        os.path.exists(f"/proc/{name}") for name in ("self/status", f"{os.getpid()}/status", "self/maps", child.pid)
    ]
    os.kill(child.pid, 0)
    child.communicate(b"\n")
print(here)
if here == [True, True, False, False]:
    print("as the table says")
