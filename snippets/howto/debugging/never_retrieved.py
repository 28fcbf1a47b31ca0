"""set_exception_handler: report an exception that was never retrieved"""

import asyncio
import gc
from typing import Any


async def fail() -> None:
    raise ValueError("in a task that nobody awaits")


def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    print("handler:", context["message"])
    print("handler:", repr(context.get("exception")))


async def main() -> None:
    asyncio.get_running_loop().set_exception_handler(report)
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    print("the task has failed, and nobody says a word")
    del task
    gc.collect()  # only when it is collected
    print("main goes on")


asyncio.run(main())
