"""A timeout ends the waiting, but the child continues"""

import asyncio
import sys

CHILD = "print(input() + ', still at work')"


async def main() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(0.1):
            await process.wait()
    except TimeoutError:
        print("main: gave up, exit code:", process.returncode)
    out, _ = await process.communicate(b"child\n")  # but it still runs, and answers
    print(out.decode().strip())
    print("exit code:", process.returncode)


asyncio.run(main())
