# /// script
# requires-python = ">=3.14"
# ///
"""Outside asyncio.run there is no loop to get"""

import asyncio


async def main() -> None:
    loop = asyncio.get_event_loop()
    print("inside: the running loop:", loop is asyncio.get_running_loop())


try:
    asyncio.get_event_loop()
except RuntimeError as error:
    print("outside: RuntimeError:", error)

asyncio.run(main())
