"""A test that fails if the code leaves tasks behind"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def no_tasks_left() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    left: set[asyncio.Task[object]] = set()
    try:
        yield
    finally:  # also if the test has failed: the next test must not see its tasks
        left = asyncio.all_tasks() - before
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
    names = sorted(task.get_name() for task in left)  # not reached if the test failed: its own error counts
    assert not left, f"left behind: {', '.join(names)}"


class Client:
    async def connect(self) -> None:
        self.heartbeat = asyncio.create_task(self.beat(), name="heartbeat")

    async def beat(self) -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            print("  heartbeat ends")

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


async def test_fails() -> None:
    async with no_tasks_left():
        await Client().connect()
        await asyncio.sleep(0)
        raise AssertionError("a wrong answer")


async def run_all() -> None:
    for test in (test_closes, test_forgets, test_fails):
        try:
            await test()
            print(f"{test.__name__}: passed")
        except AssertionError as error:
            print(f"{test.__name__}: failed: {error}")
        print("  tasks left:", len(asyncio.all_tasks()) - 1)


asyncio.run(run_all())
