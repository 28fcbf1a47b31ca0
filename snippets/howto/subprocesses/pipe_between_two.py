"""The output of one program is the input of another, without a shell"""

import asyncio
import os
import sys

NUMBERS = "for number in (3, 1, 2): print(number)"
SORT = "import sys; print(sorted(map(int, sys.stdin)))"


async def main() -> None:
    end_to_read, end_to_write = os.pipe()
    first = await asyncio.create_subprocess_exec(sys.executable, "-c", NUMBERS, stdout=end_to_write)
    os.close(end_to_write)  # or the second program would wait forever for the end of its input
    second = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SORT, stdin=end_to_read, stdout=asyncio.subprocess.PIPE
    )
    os.close(end_to_read)
    out, _ = await second.communicate()
    print("sorted:", out.decode().strip())
    print("exit codes:", await first.wait(), second.returncode)


asyncio.run(main())
