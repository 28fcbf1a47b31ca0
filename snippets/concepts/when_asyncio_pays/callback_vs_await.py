"""The same three steps, with callbacks and with await"""

import asyncio
from collections.abc import Callable


def with_callbacks(loop: asyncio.AbstractEventLoop, done: Callable[[], None]) -> None:
    def connected() -> None:
        print("  connected")
        loop.call_later(0.05, answered)

    def answered() -> None:
        print("  answered")
        loop.call_later(0.05, closed)

    def closed() -> None:
        print("  closed")
        done()

    loop.call_later(0.05, connected)


async def with_await() -> None:
    for step in ("connected", "answered", "closed"):
        await asyncio.sleep(0.05)
        print(" ", step)


async def main() -> None:
    loop = asyncio.get_running_loop()
    print("callbacks:")
    finished = loop.create_future()
    with_callbacks(loop, lambda: finished.set_result(None))
    await finished
    print("await:")
    await with_await()


asyncio.run(main())
