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
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    print(asked.stdout, asked.stderr)
    started = time.monotonic()
    child.stdout.readline()
    waited = time.monotonic() - started
    child.kill()
    if asked.returncode == 0 and waited < 0.05:
        print("as the table says")
