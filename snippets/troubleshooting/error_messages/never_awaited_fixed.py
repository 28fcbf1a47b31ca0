"""asyncio.run runs main()"""

import asyncio


async def main() -> None:
    await asyncio.sleep(0.1)
    print("hello")


asyncio.run(main())
