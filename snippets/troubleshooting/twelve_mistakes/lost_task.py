"""A task without a reference is collected in the middle of its work"""

import asyncio
import gc


async def wait_for_reply() -> None:
    reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    await reply  # known to this task alone


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("event loop:", context["message"]))
    asyncio.create_task(wait_for_reply())  # the mistake: the result is thrown away
    await asyncio.sleep(0.05)
    gc.collect()  # the collector runs sooner or later anyway
    print("tasks that still wait:", len(asyncio.all_tasks()) - 1)


asyncio.run(main())
