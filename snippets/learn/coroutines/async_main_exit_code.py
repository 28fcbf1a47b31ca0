"""A program whose exit code comes out of main()"""

import asyncio
import sys


async def ask_server() -> str:
    await asyncio.sleep(0.1)  # stands for a network delay
    raise ConnectionError("the server is down")


async def main() -> int:
    print("asking the server")
    try:
        print(await ask_server())
    except ConnectionError as error:
        print(error, file=sys.stderr)
        return 3
    return 0


sys.exit(asyncio.run(main()))
