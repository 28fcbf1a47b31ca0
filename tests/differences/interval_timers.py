"""setitimer in another interpreter"""

import signal
import subprocess
import sys

CHILD = """
import signal
from concurrent import interpreters
signal.signal(signal.SIGALRM, lambda signum, frame: print("handled by the main interpreter"))
interpreter = interpreters.create()
interpreter.exec("import signal, time; signal.setitimer(signal.ITIMER_REAL, 0.2); time.sleep(1)")
"""
done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=False)
print(done)
if (done.returncode, done.stdout) == (-signal.SIGALRM, ""):
    print("as the table says")
