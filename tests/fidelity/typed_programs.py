"""python -i: tracebacks show what was typed"""

import subprocess
import sys

SESSIONS = [
    (["-c", "print(1)\n1/0"], "print(2)\n2/0\n"),
    (["-c", "def f():\n    raise ValueError('x')\nf()"], "f()\n"),
    (["-c", "x=(1"], ""),
    (["-c", "pass"], "def f():\n    1/0\n\nf()\nx=\n(1,\n2)\ny = [f() for _ in range(2)]\n"),
    (["-c", "import sys; sys.exit(3)"], "1/0\n"),
]
for arguments, typed in SESSIONS:
    done = subprocess.run([sys.executable, "-i", *arguments], input=typed, capture_output=True, text=True)
    print(arguments, done.returncode)
    print(done.stdout)
    print(done.stderr)
