"""A job that takes longer than its period: skip, don't pile up"""

import asyncio

UNIT = 0.1


class Refresh:
    running = 0
    peak = 0
    ended = 0

    async def __call__(self) -> None:
        self.running += 1
        self.peak = max(self.peak, self.running)
        await asyncio.sleep(3 * UNIT)  # three units, every unit
        self.running -= 1
        self.ended += 1


async def piling_up(refresh: Refresh) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            group.create_task(refresh())
            await asyncio.sleep(UNIT)


async def one_at_a_time(refresh: Refresh) -> None:
    task: asyncio.Task[None] | None = None
    async with asyncio.TaskGroup() as group:  # keeps the task, waits for it, and raises its error
        for _ in range(6):
            if task is None or task.done():  # otherwise this run is skipped
                task = group.create_task(refresh())
            await asyncio.sleep(UNIT)


async def main() -> None:
    for schedule in (piling_up, one_at_a_time):
        refresh = Refresh()
        await schedule(refresh)
        print(f"{schedule.__name__}: {'several' if refresh.peak > 1 else 'never two'} at once")


asyncio.run(main())
