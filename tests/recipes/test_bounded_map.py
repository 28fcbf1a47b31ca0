"""What the bounded map promises, in virtual time."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import aclosing, suppress

import pytest
from bounded_map import bounded_map
from cancelling import Cancellation, at_every_await
from virtual_time import virtual_run as run


class Work:
    """An input and a function that keep a record. The form of the input and how long things take are chance."""

    def __init__(self, seed: int, count: int) -> None:
        self.chance = random.Random(seed)
        self.count = count
        self.pulled = 0
        self.running = 0
        self.peak = 0

    def items(self) -> Iterator[int] | AsyncIterator[int]:
        return self._plain() if self.chance.random() < 0.5 else self._slow()

    def _plain(self) -> Iterator[int]:
        for number in range(self.count):
            self.pulled += 1
            yield number

    async def _slow(self) -> AsyncIterator[int]:
        for number in self._plain():
            await self.pause()
            yield number

    async def square(self, number: int) -> int:
        self.running += 1
        self.peak = max(self.peak, self.running)
        try:
            await self.pause()
            return number * number
        finally:
            self.running -= 1

    async def pause(self) -> None:
        await asyncio.sleep(self.chance.choice([0, 0, 0.1, 1]))


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_all_results_never_too_many_at_once(seed: int, ordered: bool) -> None:
    """Each item once, in order if wanted; at most `limit` in work or waiting to be yielded, however slow the reader."""

    async def main() -> None:
        work = Work(seed, 30)
        limit = work.chance.randint(1, 6)
        results: list[int] = []
        async for result in bounded_map(work.square, work.items(), limit, ordered):
            results.append(result)
            assert work.pulled <= len(results) - 1 + limit
            await work.pause()
            assert len(asyncio.all_tasks()) <= 1 + limit
        assert (results if ordered else sorted(results)) == [number * number for number in range(30)]
        assert work.peak <= limit

    run(main())


def test_unordered_comes_as_it_is_ready() -> None:
    """A slow first item holds only its own result back."""

    async def main() -> list[float]:
        async def wait(seconds: float) -> float:
            await asyncio.sleep(seconds)
            return seconds

        return [seconds async for seconds in bounded_map(wait, [9, 3, 1, 4], limit=2, ordered=False)]

    assert run(main()) == [3, 1, 4, 9]


def test_a_slow_input_holds_no_result_back() -> None:
    """What is ready is yielded while the next item is still to come."""

    async def main() -> None:
        async def items() -> AsyncIterator[int]:
            yield 1
            await asyncio.sleep(100)
            yield 2

        async def same(number: int) -> int:
            return number

        loop = asyncio.get_running_loop()
        times = [loop.time() async for _ in bounded_map(same, items(), limit=3)]
        assert times == [0, 100]

    run(main())


@pytest.mark.parametrize("ordered", [True, False])
def test_a_failure_ends_all(ordered: bool) -> None:
    """The exception comes in its place, when the others have finished their clean-up."""

    async def main() -> None:
        cleaned: list[int] = []

        async def fn(number: int) -> int:
            if number == 2:
                raise LookupError(number)
            try:
                await asyncio.sleep(number)
            finally:
                await asyncio.sleep(1)
                cleaned.append(number)
            return number

        results = []
        with pytest.raises(LookupError):
            async for result in bounded_map(fn, range(1, 100), limit=3, ordered=ordered):
                results.append(result)
        assert results == ([1] if ordered else [])
        assert sorted(cleaned) == ([1, 3, 4] if ordered else [1, 3])
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_a_failing_input_ends_all() -> None:
    """As one of the function does."""

    async def main() -> list[int]:
        def items() -> Iterator[int]:
            yield 1
            raise LookupError

        results = []
        with pytest.raises(LookupError):
            async for result in bounded_map(Work(0, 0).square, items(), limit=3):
                results.append(result)
        assert len(asyncio.all_tasks()) == 1
        return results

    assert run(main()) == [1]


@pytest.mark.parametrize("seed", range(20))
def test_leaving_early_ends_all(seed: int) -> None:
    """After the block nothing runs, and nothing more is pulled."""

    async def main() -> None:
        work = Work(seed, 30)
        async with aclosing(bounded_map(work.square, work.items(), 4, work.chance.choice([True, False]))) as results:
            async for _ in results:
                if work.chance.random() < 0.2:
                    break
        assert work.running == 0
        assert len(asyncio.all_tasks()) == 1

    run(main())


@pytest.mark.parametrize("ordered", [True, False])
def test_cancelled_at_every_await(ordered: bool) -> None:
    """Wherever the reader is cancelled, all calls have finished when it is, even if it is cancelled twice."""

    async def scenario(cancellation: Cancellation) -> None:
        work = Work(seed=3, count=6)

        async def read() -> None:
            async with aclosing(bounded_map(work.square, work.items(), 3, ordered)) as results:
                async for _ in results:
                    await work.pause()

        task = cancellation.start(read())
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        assert work.running == 0

    at_every_await(scenario)


def test_cancelled_again_while_it_cleans_up() -> None:
    """A second cancellation doesn't leave the calls behind."""

    async def main() -> None:
        async def slow_to_stop(number: int) -> None:
            try:
                await asyncio.sleep(100)
            finally:
                await asyncio.sleep(1)

        async def read() -> None:
            async for _ in bounded_map(slow_to_stop, range(10), limit=3):
                pass

        task = asyncio.create_task(read())
        for _ in range(3):
            await asyncio.sleep(0.1)
            task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_a_limit_of_none_at_all_is_refused() -> None:
    """At the call, not at the first item."""
    with pytest.raises(ValueError, match="at least 1"):
        bounded_map(Work(0, 0).square, [], limit=0)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_generator_that_it_reads_is_closed_before_the_block_ends(asynchronous: bool) -> None:
    """Left early, failed, or exhausted."""

    async def main(leave_at: int, fail_at: int) -> list[str]:
        log: list[str] = []

        async def rows() -> AsyncGenerator[int, None]:
            try:
                for number in range(10):
                    yield number
            finally:
                await asyncio.sleep(0)
                log.append("closed")

        def plain_rows() -> Generator[int, None, None]:
            try:
                yield from range(10)
            finally:
                log.append("closed")

        async def fn(number: int) -> int:
            await asyncio.sleep(0)
            if number == fail_at:
                raise LookupError
            return number

        with suppress(LookupError):
            async with aclosing(bounded_map(fn, rows() if asynchronous else plain_rows(), 3)) as results:
                async for result in results:
                    if result == leave_at:
                        break
        log.append("block left")
        return log

    for leave_at, fail_at in ((2, -1), (-1, 2), (-1, -1)):
        assert run(main(leave_at, fail_at)) == ["closed", "block left"]
