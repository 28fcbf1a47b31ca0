"""A task that nobody refers to can disappear in the middle"""

import asyncio
import gc
from typing import Any

kept: set[asyncio.Task[None]] = set()


async def wait_for_signal(name: str) -> None:
    signal: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    try:
        await signal
    except asyncio.CancelledError:
        print(f"{name}: still here, cancelled at the end")
        raise


def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    print("event loop:", context["message"])


async def main() -> None:
    asyncio.get_running_loop().set_exception_handler(report)
    asyncio.create_task(wait_for_signal("lost"))  # the mistake
    task = asyncio.create_task(wait_for_signal("kept"))
    kept.add(task)
    task.add_done_callback(kept.discard)  # forget it when it is done
    del task
    await asyncio.sleep(0.05)
    gc.collect()  # comes by itself sooner or later
    print("tasks left:", len(asyncio.all_tasks()) - 1)


asyncio.run(main())
print("references left:", len(kept))
