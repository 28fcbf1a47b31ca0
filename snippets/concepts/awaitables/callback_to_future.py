"""Turn a callback into an awaitable: a future and call_soon_threadsafe"""

import asyncio
import threading
from collections.abc import Callable


def old_library(name: str, on_done: Callable[[str], object]) -> None:
    """Calls back later, from a thread of its own, as many libraries do."""
    threading.Timer(0.05, on_done, [f"hello {name}"]).start()


async def greet(name: str) -> str:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def fill(text: str) -> None:
        if not answer.done():  # the task that waits may have been cancelled
            answer.set_result(text)

    # From another thread, only this call is safe.
    old_library(name, lambda text: loop.call_soon_threadsafe(fill, text))
    return await answer


async def main() -> None:
    print(await asyncio.gather(greet("ann"), greet("ben")))


asyncio.run(main())
