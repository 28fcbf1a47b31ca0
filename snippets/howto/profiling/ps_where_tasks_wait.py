"""Count where the tasks of a running process wait"""
# /// script
# requires-python = ">=3.14"
# ///

import contextlib
import io
import runpy
import subprocess
import sys
from collections import Counter

SERVICE = """
import asyncio

async def query_database():
    await asyncio.sleep(60)

async def render_page():
    await asyncio.sleep(60)

async def main():
    async with asyncio.TaskGroup() as group:
        for number in range(40):
            group.create_task(query_database() if number % 10 else render_page())
        await asyncio.sleep(0)
        print("ready", flush=True)

asyncio.run(main())
"""


def asyncio_ps(pid: int) -> str:
    """What `python -m asyncio ps PID` prints."""
    sys.argv = ["asyncio", "ps", str(pid)]
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.suppress(SystemExit):
        runpy.run_module("asyncio", run_name="__main__")
    return printed.getvalue()


with subprocess.Popen([sys.executable, "-c", SERVICE], stdout=subprocess.PIPE, text=True) as service:
    assert service.stdout
    service.stdout.readline()
    table = asyncio_ps(service.pid)
    service.kill()

found = Counter(name for line in table.splitlines() for name in ("query_database", "render_page") if name in line)
for name, tasks in found.most_common():
    print(tasks, "tasks in", name)
