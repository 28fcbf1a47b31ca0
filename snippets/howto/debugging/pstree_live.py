"""python -m asyncio pstree: the tasks of another process, and what each waits for"""
# /// script
# requires-python = ">=3.14"
# ///

import contextlib
import io
import re
import runpy
import subprocess
import sys

SHOP = """
import asyncio

async def charge():
    await asyncio.sleep(60)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(charge(), name="card")
        group.create_task(asyncio.sleep(60), name="receipt")
        await asyncio.sleep(0)
        print("both have begun", flush=True)

asyncio.run(main())
"""


def pstree(pid: int) -> str:
    """What `python -m asyncio pstree PID` prints; a parent may look into its child without being root."""
    sys.argv = ["asyncio", "pstree", str(pid)]
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.suppress(SystemExit):
        runpy.run_module("asyncio", run_name="__main__")
    return printed.getvalue()


with subprocess.Popen([sys.executable, "-c", SHOP], stdout=subprocess.PIPE, text=True) as shop:
    assert shop.stdout
    print(shop.stdout.readline(), end="")
    tree = pstree(shop.pid)
    shop.kill()

# Each coroutine is printed with its file and line, which differ between machines.
print(re.sub(r" \S+:\d+$", "", tree, flags=re.MULTILINE), end="")
