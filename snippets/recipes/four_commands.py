"""Four commands: one ends, one leaves a process behind, one takes too long, and one writes without end"""

import asyncio
import subprocess
import sys

from run_process import OutputLimitExceeded, run_process

WELL_BEHAVED = "print('done')"
LEAVES_ONE_BEHIND = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])  # it has the pipes open
print("started something")
"""
TAKES_TOO_LONG = "import time; time.sleep(3600)"
WRITES_WITHOUT_END = "while True: print('and so on')"


async def run(source: str, seconds: float) -> None:
    try:
        result = await run_process([sys.executable, "-c", source], seconds, max_output=100)
    except subprocess.TimeoutExpired as error:
        print("ended after", error.timeout, "seconds")
    except OutputLimitExceeded as error:
        print("ended after", len(error.stdout), "bytes, the last of them", error.stdout[-10:])
    else:
        print("exit code", result.returncode, "and", result.stdout)


async def main() -> None:
    await run(WELL_BEHAVED, seconds=60)
    await run(LEAVES_ONE_BEHIND, seconds=60)
    await run(TAKES_TOO_LONG, seconds=0.2)
    await run(WRITES_WITHOUT_END, seconds=60)


asyncio.run(main())
