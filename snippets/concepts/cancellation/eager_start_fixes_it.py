"""eager_start=True: the task is inside its try before it can be cancelled"""
# /// script
# requires-python = ">=3.14"
# ///

import asyncio


async def serve(connection: str) -> None:
    try:
        await asyncio.sleep(1)
    finally:
        print(f"{connection} closed")


async def main() -> None:
    lazy = asyncio.create_task(serve("lazy: connection"))
    eager = asyncio.create_task(serve("eager: connection"), eager_start=True)
    for task in (lazy, eager):
        task.cancel()
    await asyncio.wait([lazy, eager])
    print("both cancelled:", lazy.cancelled() and eager.cancelled())


asyncio.run(main())
