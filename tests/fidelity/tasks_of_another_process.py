"""`python -m asyncio pstree` looks into a process, and so does the module below it."""

import asyncio
import re
import subprocess
import sys

CHILD = """
import asyncio

async def leaf():
    await asyncio.sleep(60)

async def branch():
    await leaf()

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(branch(), name="first")
        group.create_task(leaf(), name="second")
        await asyncio.sleep(0)
        print("ready", flush=True)

asyncio.run(main())
"""
STACK = """
import sys
from _remote_debugging import RemoteUnwinder
unwinder = RemoteUnwinder(int(sys.argv[1]))
print([frame.funcname for thread in unwinder.get_stack_trace() for frame in thread.frame_info][-4:])
print(unwinder.get_async_stack_trace())
"""


def ask(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
    # The library's own files are elsewhere, and their lines others, on each machine.
    print(re.sub(r"\S*/asyncio/(\w+\.py):\d+", r"\1", done.stdout), done.stderr, done.returncode)


child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE)
assert child.stdout
child.stdout.readline()
ask("-m", "asyncio", "pstree", str(child.pid))
ask("-c", STACK, str(child.pid))
child.kill()
child.wait()
child.stdout.close()
