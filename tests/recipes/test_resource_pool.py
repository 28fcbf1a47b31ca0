"""What the resource pool promises, in virtual time."""

import asyncio
import random
from typing import Any

import pytest
from every_step import STEPS, assert_alone, cancel_at
from resource_pool import Pool
from virtual_time import virtual_run as run


class Connections:
    """Makes connections, and sees to it that they are used as they should be."""

    def __init__(self, size: int, chance: random.Random | None = None) -> None:
        self.size = size
        self.chance = chance
        self.made = 0
        self.open: set[int] = set()
        self.in_use: set[int] = set()
        self.poisoned: set[int] = set()
        self.pool = Pool(self.make, size, self.check, self.close)

    async def step(self) -> None:
        await asyncio.sleep(self.chance.choice([0, 0, 0.1, 1]) if self.chance else 0)

    async def make(self) -> int:
        await self.step()
        if self.chance and self.chance.random() < 0.1:
            raise ConnectionError("refused")
        self.made += 1
        self.open.add(self.made)
        assert len(self.open) <= self.size
        return self.made

    async def check(self, connection: int) -> bool:
        assert connection in self.open - self.in_use - self.poisoned
        self.poisoned.add(connection)
        await self.step()
        self.poisoned.remove(connection)
        if self.chance and self.chance.random() < 0.1:
            raise ConnectionError("reset")
        return self.chance is None or self.chance.random() < 0.8

    async def close(self, connection: int) -> None:
        # It is closed even if nobody waits for the other side's goodbye.
        self.open.remove(connection)
        await self.step()

    async def use(self) -> int:
        async with self.pool.lend() as connection:
            assert connection in self.open - self.in_use - self.poisoned
            self.in_use.add(connection)
            self.poisoned.add(connection)
            try:
                await self.step()
                if self.chance and self.chance.random() < 0.1:
                    raise ValueError("an answer that makes no sense")
                await self.step()
                self.poisoned.remove(connection)
            finally:
                self.in_use.remove(connection)
        return connection


@pytest.mark.parametrize("seed", range(50))
def test_never_too_many_and_never_a_poisoned_one(seed: int) -> None:
    """Whatever fails and whoever is cancelled; and in the end all places are there."""
    chance = random.Random(seed)

    async def main() -> None:
        connections = Connections(chance.randint(1, 4), chance)
        tasks = [asyncio.create_task(connections.use()) for _ in range(40)]
        for task in chance.sample(tasks, 15):
            await asyncio.sleep(chance.choice([0, 0, 0.1, 1]))
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        broken = [result for result in results if isinstance(result, BaseException)]
        assert {type(error) for error in broken} <= {ConnectionError, ValueError, asyncio.CancelledError}
        assert len(connections.open) == len(connections.pool) <= connections.size

        connections.chance = None
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            for _ in range(connections.size):
                group.create_task(connections.use())
        closing = [asyncio.create_task(connections.pool.aclose()) for _ in range(2)]
        await asyncio.gather(*closing)
        assert not connections.open
        assert_alone()

    run(main())


@pytest.mark.parametrize("again", [0, 1, 2])
@pytest.mark.parametrize("idle", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_cancelled_at_every_step(step: int, idle: bool, again: int) -> None:
    """While it waits, makes, checks, uses, or (cancelled twice) closes: the next ones are served."""

    async def main() -> None:
        connections = Connections(1)
        if idle:
            await connections.use()
        first = asyncio.create_task(connections.use())
        others = [asyncio.create_task(connections.use()) for _ in range(3)]
        for _ in range(step):
            await asyncio.sleep(0)
        first.cancel()
        await cancel_at(again, first)
        for _ in range(step):
            await asyncio.sleep(0)
        others[0].cancel()
        await asyncio.wait(others)
        assert others[1].result() == others[2].result()
        assert connections.open == {others[2].result()}
        await connections.pool.aclose()
        assert not connections.open
        assert_alone()

    run(main())


@pytest.mark.parametrize("step", STEPS[1:])  # at step 0 nobody has closed yet
def test_closing_is_cancelled_at_every_step(step: int) -> None:
    """What is idle is closed then, and what is lent when it comes back."""

    async def main() -> None:
        connections = Connections(4)
        await asyncio.gather(*(connections.use() for _ in range(4)))
        assert len(connections.pool) == 4
        lent = asyncio.create_task(connections.use())
        for _ in range(2):
            await asyncio.sleep(0)
        await cancel_at(step, asyncio.create_task(connections.pool.aclose()))
        assert len(connections.pool) == 0
        await lent
        assert not connections.open
        await connections.pool.aclose()
        assert_alone()

    run(main())


def test_first_come_first_served() -> None:
    """Nobody slips in between a connection that comes back and the one who waits for it."""

    async def main() -> list[int]:
        connections = Connections(1)
        order: list[int] = []

        async def caller(number: int) -> None:
            async with connections.pool.lend():
                order.append(number)
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            for number in range(10):
                group.create_task(caller(number))
                await asyncio.sleep(0)
        return order

    assert run(main()) == list(range(10))


def test_closing_waits_for_what_is_lent_and_refuses_who_waits() -> None:
    """And everybody who comes later."""

    async def main() -> None:
        connections = Connections(1)
        ended = asyncio.Event()

        async def hold() -> None:
            async with connections.pool.lend():
                await ended.wait()

        holding, waiting = asyncio.create_task(hold()), asyncio.create_task(connections.use())
        await asyncio.sleep(1)
        closing = asyncio.create_task(connections.pool.aclose())
        await asyncio.sleep(1)
        assert not closing.done()
        ended.set()
        await closing
        assert not connections.open
        await holding
        with pytest.raises(RuntimeError, match="closed"):
            await waiting
        with pytest.raises(RuntimeError, match="closed"):
            await connections.use()

    run(main())


def test_a_closing_that_fails_is_reported_and_hides_no_error() -> None:
    """The block's own error is the one that its caller should see."""

    async def main() -> None:
        heard: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))

        async def make() -> str:
            return "connection"

        async def close(connection: str) -> None:
            raise OSError("broken pipe")

        async with Pool(make, 1, close=close) as pool:
            with pytest.raises(ValueError, match="no sense"):
                async with pool.lend():
                    raise ValueError("no sense")
            async with pool.lend():
                pass
        assert [repr(context["exception"]) for context in heard] == ["OSError('broken pipe')"] * 2

    run(main())


def test_a_pool_without_places_is_refused() -> None:
    """It could lend nothing."""
    with pytest.raises(ValueError, match="size must be"):
        Pool(asyncio.Event().wait, 0)


def test_borrowers_that_are_cancelled_twice_leave_no_extra_resource() -> None:
    """The second cancellation ends the borrower's wait, and no other resource is made before the closing has ended."""

    async def main() -> None:
        opened = most = 0

        async def factory() -> object:
            nonlocal opened, most
            opened += 1
            most = max(most, opened)
            return object()

        async def close(_: object) -> None:
            nonlocal opened
            await asyncio.sleep(5)
            opened -= 1

        pool = Pool(factory, size=1, close=close)

        async def use() -> None:
            async with pool.lend():
                await asyncio.sleep(60)

        loop = asyncio.get_running_loop()
        for _ in range(5):
            task = asyncio.create_task(use())
            await asyncio.sleep(6)
            task.cancel()
            await asyncio.sleep(1)
            cancelled_again = loop.time()
            task.cancel()
            await asyncio.wait([task])
            assert loop.time() == cancelled_again
        await pool.aclose()
        assert (opened, most) == (0, 1)
        assert_alone()

    run(main())
