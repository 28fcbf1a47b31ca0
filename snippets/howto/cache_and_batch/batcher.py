"""A batcher: fifty small queries become three large ones"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence


class Batcher:
    """Collects keys until there are `max_size` of them, or until the loop has nothing else to do."""

    def __init__(self, load_many: Callable[[Sequence[int]], Awaitable[Sequence[str]]], max_size: int) -> None:
        self.load_many = load_many
        self.max_size = max_size
        self.waiting: dict[int, asyncio.Future[str]] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    async def load(self, key: int) -> str:
        loop = asyncio.get_running_loop()
        if not self.waiting:
            loop.call_soon(loop.call_soon, self.send)  # after all that are ready now
        future = self.waiting.setdefault(key, loop.create_future())
        if len(self.waiting) == self.max_size:
            self.send()
        return await asyncio.shield(future)  # several may wait for one key

    def send(self) -> None:
        if self.waiting:
            batch, self.waiting = self.waiting, {}
            task = asyncio.create_task(self.run(batch))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def run(self, batch: dict[int, asyncio.Future[str]]) -> None:
        try:
            for future, value in zip(batch.values(), await self.load_many(list(batch)), strict=True):
                future.set_result(value)
        except BaseException as error:
            for future in batch.values():
                if not future.done():
                    future.set_exception(ConnectionError(f"the batch failed: {error!r}"))
            if not isinstance(error, Exception):
                raise  # cancelled: the callers have got an error, and the loop gets it, too


async def select(keys: Sequence[int]) -> list[str]:
    print(f"SELECT … WHERE id IN ({len(keys)} keys)")
    await asyncio.sleep(0.02)
    return [f"row {key}" for key in keys]


async def main() -> None:
    batcher = Batcher(select, max_size=20)
    rows = await asyncio.gather(*(batcher.load(key) for key in [*range(45), 1, 2, 3, 4, 5]))
    print(len(rows), "rows, the last:", rows[-1])


asyncio.run(main())
