"""wait_for runs a coroutine in the task that calls it, since Python 3.12"""
# /// script
# requires-python = ">=3.12"
# ///

import asyncio


async def answer(caller: asyncio.Task[None] | None) -> str:
    print("in the task of main():", asyncio.current_task() is caller)
    return "42"


async def main() -> None:
    print(await asyncio.wait_for(answer(asyncio.current_task()), timeout=1))
    try:
        await asyncio.wait_for(asyncio.sleep(10), timeout=0.1)
    except TimeoutError:
        print("too slow")


asyncio.run(main())
