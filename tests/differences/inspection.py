"""python -m asyncio ps, pstree"""

import subprocess
import sys
import time

CHILD = """
import asyncio, itertools
async def main():
    print("go", flush=True)
    sum(itertools.repeat(1, 200_000_000))
    print("done", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
with subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True) as child:
    child.stdout.readline()
    command = [sys.executable, "-m", "asyncio", "ps", str(child.pid)]
    started = time.monotonic()
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    answered = time.monotonic()
    print(asked.stdout, asked.stderr)
    child.stdout.readline()
    waited = time.monotonic() - answered
    child.kill()
    if asked.returncode == 0 and waited < (answered - started) / 4:
        print("as the table says")
