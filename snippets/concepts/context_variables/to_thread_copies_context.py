"""asyncio.to_thread passes the context, run_in_executor doesn't"""

import asyncio
import contextvars
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")


def work(how: str) -> None:
    print(f"{how}: request {request_id.get()}")


async def main() -> None:
    request_id.set("42")
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work, "to_thread")
    await loop.run_in_executor(None, work, "run_in_executor")
    context = contextvars.copy_context()
    await loop.run_in_executor(None, context.run, work, "run_in_executor with context.run")


asyncio.run(main())
