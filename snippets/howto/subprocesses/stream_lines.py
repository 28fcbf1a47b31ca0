"""Read a child's output line by line while it runs"""

import asyncio
import sys

CHILD = """
import sys
for number in range(1, 4):
    print("step", number, flush=True)  # or it sits in the child's buffer
    sys.stdin.readline()
"""


async def main() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None and process.stdout is not None
    async for line in process.stdout:
        print("child says:", line.decode().strip())
        process.stdin.write(b"go on\n")  # it waits for this
        await process.stdin.drain()
    print("exit code:", await process.wait())


asyncio.run(main())
