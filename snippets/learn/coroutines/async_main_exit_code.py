"""A program whose exit code comes out of main()"""

import asyncio
import sys


async def main() -> int:
    print("asking the server")
    try:
        async with asyncio.timeout(0.1):
            await asyncio.sleep(10)  # stands for a server that does not answer
    except TimeoutError:
        print("no answer within 0.1 s", file=sys.stderr)
        return 3
    print("answered")
    return 0


sys.exit(asyncio.run(main()))
