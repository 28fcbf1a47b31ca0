"""A test that fails if the code leaves tasks behind"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def no_tasks_left() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    names = sorted(task.get_name() for task in left)
    assert not left, f"left behind: {', '.join(names)}"


class Client:
    async def connect(self) -> None:
        self.heartbeat = asyncio.create_task(self.beat(), name="heartbeat")

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(1)

    async def close(self) -> None:
        self.heartbeat.cancel()
        await asyncio.wait([self.heartbeat])


async def test_closes() -> None:
    async with no_tasks_left():
        client = Client()
        await client.connect()
        await client.close()


async def test_forgets() -> None:
    async with no_tasks_left():
        await Client().connect()


for test in (test_closes, test_forgets):
    try:
        asyncio.run(test())
        print(f"{test.__name__}: passed")
    except AssertionError as error:
        print(f"{test.__name__}: failed: {error}")
