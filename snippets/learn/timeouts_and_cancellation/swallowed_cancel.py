"""A task that swallows its cancellation continues as if nothing had happened"""

import asyncio


async def stubborn() -> str:
    for attempt in (1, 2):
        try:
            await asyncio.sleep(0.2)
        except BaseException as error:  # the mistake: it catches CancelledError
            print(f"attempt {attempt}: {type(error).__name__}, trying again")
    return "continued to the end"


async def main() -> None:
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0.1)
    task.cancel()
    print("result:", await task)
    print("cancelled?", task.cancelled())


asyncio.run(main())
