"""create_subprocess_exec: run a program, get its output and its exit code"""

import asyncio
import sys

CHILD = "import sys; print('hello'); print('oh no', file=sys.stderr); sys.exit(3)"


async def main() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        CHILD,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate()  # reads both to their end, then waits
    finally:
        if process.returncode is None:  # cancelled, or a timeout: the child still runs
            process.kill()
            await process.wait()
    print("its output:", out.decode().strip())
    print("its errors:", err.decode().strip())
    print("exit code:", process.returncode)
    try:
        await asyncio.create_subprocess_exec("no-such-program")
    except FileNotFoundError:
        print("no-such-program: not found")


asyncio.run(main())
