"""asyncio.run cancels what is left, then closes the loop"""

import asyncio


async def heartbeat() -> None:
    try:
        while True:
            await asyncio.sleep(0.1)
    finally:
        print("heartbeat: ended")


async def main() -> None:
    task = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.05)
    print("main: ends before its task does:", not task.done())


asyncio.run(main())
