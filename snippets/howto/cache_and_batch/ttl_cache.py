"""A TTL cache: entries expire, and errors aren't kept"""

import asyncio
from collections.abc import Awaitable, Callable


class TTLCache:
    def __init__(self, load: Callable[[str], Awaitable[str]], ttl: float) -> None:
        self.load = load
        self.ttl = ttl
        self.entries: dict[str, tuple[float, asyncio.Task[str]]] = {}

    async def get(self, key: str) -> str:
        now = asyncio.get_running_loop().time()
        expires, task = self.entries.get(key, (0.0, None))
        failed = task is not None and task.done() and (task.cancelled() or task.exception() is not None)
        if task is None or expires <= now or failed:
            task = asyncio.ensure_future(self.load(key))  # other callers find the task
            self.entries[key] = now + self.ttl, task
        return await asyncio.shield(task)


calls: list[str] = []


async def load(key: str) -> str:
    calls.append(key)
    await asyncio.sleep(0.01)
    if calls == ["broken"]:
        raise ConnectionError("try again")
    return f"value of {key}"


async def main() -> None:
    cache = TTLCache(load, ttl=0.3)
    try:
        await cache.get("broken")
    except ConnectionError:
        print("failed, and not kept:", await cache.get("broken"))
    await asyncio.gather(*(cache.get("a") for _ in range(50)))
    print("50 callers, loads of a:", calls.count("a"))
    await asyncio.sleep(0.4)
    await cache.get("a")
    print("after it expired:", calls.count("a"))


asyncio.run(main())
