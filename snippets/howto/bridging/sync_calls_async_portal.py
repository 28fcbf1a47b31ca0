"""A loop in a thread of its own, for code that isn't async"""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class Portal:
    """Runs coroutines for other threads, all on one event loop, so that they can share a session."""

    def __enter__(self) -> "Portal":
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="portal")
        self.thread.start()
        return self

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        if threading.current_thread() is self.thread:
            coroutine.close()
            raise RuntimeError("called from the loop's own thread: it would wait for itself. Use await")
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


async def fetch(name: str) -> str:
    await asyncio.sleep(0.02)
    return f"{name}, from thread {threading.current_thread().name}"


def plain_old_function(portal: Portal) -> None:
    print(portal.call(fetch("one")))
    print(portal.call(fetch("two")))


with Portal() as portal:
    plain_old_function(portal)

    async def inside() -> None:
        try:
            portal.call(fetch("three"))
        except RuntimeError as error:
            print("RuntimeError:", error)

    portal.call(inside())
print("threads left:", threading.active_count() - 1)
