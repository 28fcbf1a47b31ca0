"""A task that is kept until it is done"""

import asyncio
import gc

background: set[asyncio.Task[None]] = set()


async def wait_for_reply() -> None:
    reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    await reply


async def main() -> None:
    task = asyncio.create_task(wait_for_reply())
    background.add(task)
    task.add_done_callback(background.discard)
    del task
    await asyncio.sleep(0.05)
    gc.collect()
    print("tasks that still wait:", len(asyncio.all_tasks()) - 1)


asyncio.run(main())
