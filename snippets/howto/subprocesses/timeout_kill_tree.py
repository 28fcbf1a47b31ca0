"""A timeout that kills the child and its children"""

import asyncio
import os
import signal
import sys

GRANDCHILD = "import time; time.sleep(60)"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {GRANDCHILD!r}])"


async def run(source: str, seconds: float) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        source,
        start_new_session=True,  # the child leads a group of its own
    )
    try:
        async with asyncio.timeout(seconds):
            return await process.wait()
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)  # all of the group
            await process.wait()  # gone, not only asked to go


async def main() -> None:
    print("quick:", await run("print('hello', flush=True)", 30))
    try:
        await run(CHILD, 0.5)
    except TimeoutError:
        print("slow: ended after half a second, with all that it had started")


asyncio.run(main())
