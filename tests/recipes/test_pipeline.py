"""What a pipeline promises, in virtual time."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress

import pytest
from cancelling import Cancellation, at_every_await
from pipeline import Pipeline, Stage
from virtual_time import virtual_run as run


class Plant:
    """An input and stages in which things take a time that is chance; how many items are where."""

    def __init__(self, seed: int, count: int = 30) -> None:
        self.chance = random.Random(seed)
        self.count = count
        self.pulled = 0
        self.ahead = 0
        self.running = 0
        self.out: list[int] = []
        self.fails: tuple[int, int] | None = None  # at which stage, with which item

    def items(self) -> Iterator[int] | AsyncIterator[int]:
        return self._plain() if self.chance.random() < 0.5 else self._slow()

    def _plain(self) -> Iterator[int]:
        for number in range(self.count):
            self.pulled += 1
            self.ahead = max(self.ahead, self.pulled - len(self.out))
            if self.fails == (-1, number):
                raise LookupError
            yield number

    async def _slow(self) -> AsyncIterator[int]:
        for number in self._plain():
            await self.pause()
            yield number

    def stage(self, number: int, last: bool) -> Callable[[int], Awaitable[int]]:
        async def work(item: int) -> int:
            self.running += 1
            try:
                await self.pause()
                if self.fails == (number, item):
                    raise LookupError
                if last:
                    self.out.append(item)
                return item
            finally:
                self.running -= 1

        return work

    async def pause(self) -> None:
        await asyncio.sleep(self.chance.choice([0, 0, 0.1, 1]))

    def pipeline(self, workers: list[int], maxsize: int) -> Pipeline[int]:
        last = len(workers) - 1
        stages = [Stage(self.stage(number, number == last), count) for number, count in enumerate(workers)]
        return Pipeline(*stages, maxsize=maxsize)


@pytest.mark.parametrize("seed", range(50))
def test_what_goes_in_comes_out(seed: int) -> None:
    """Each item once, in order if no stage has several workers; and the input is never far ahead."""

    async def main() -> None:
        plant = Plant(seed)
        chance = plant.chance
        workers = [chance.choice([1, 1, 3]) for _ in range(chance.randint(1, 4))]
        maxsize = chance.randint(1, 3)
        assert await plant.pipeline(workers, maxsize).run(plant.items()) == 30
        assert plant.ahead <= sum(workers) + maxsize * len(workers) + 1
        assert (sorted(plant.out) if max(workers) > 1 else plant.out) == list(range(30))
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_stages_work_at_the_same_time() -> None:
    """Three stages of one second each need 12 seconds for ten items, not 30; with more workers less."""

    async def main() -> None:
        loop = asyncio.get_running_loop()

        async def second(item: int) -> int:
            await asyncio.sleep(1)
            return item

        assert await Pipeline(second, second, second).run(range(10)) == 10
        assert loop.time() == 12
        assert await Pipeline(*[Stage(second, workers=10)] * 3, maxsize=10).run(range(10)) == 10
        assert loop.time() == 15

    run(main())


@pytest.mark.parametrize("failing", [-1, 0, 1, 2])
@pytest.mark.parametrize("seed", range(10))
def test_any_failure_ends_all(seed: int, failing: int) -> None:
    """Of the input (-1) or a stage, while others wait in front of full and empty queues."""

    async def main() -> None:
        plant = Plant(seed)
        plant.fails = (failing, plant.chance.randrange(30))
        workers = [plant.chance.choice([1, 3]) for _ in range(3)]
        with pytest.raises(ExceptionGroup) as caught:
            await plant.pipeline(workers, maxsize=1).run(plant.items())
        assert [type(error) for error in caught.value.exceptions] == [LookupError]
        assert len(plant.out) == len(set(plant.out))
        assert plant.running == 0
        assert len(asyncio.all_tasks()) == 1

    run(main())


@pytest.mark.parametrize("workers", [1, 3])
def test_a_call_that_is_cancelled_from_inside_ends_all(workers: int) -> None:
    """Nobody waits for a worker that is gone."""

    async def main() -> None:
        async def cancelled(item: int) -> int:
            if item == 5:
                await asyncio.sleep(1)
                raise asyncio.CancelledError
            return item

        async def end(item: int) -> None:
            pass

        with pytest.raises(ExceptionGroup) as caught:
            await Pipeline(Stage(cancelled, workers), end).run(range(100))
        assert [type(error) for error in caught.value.exceptions] == [RuntimeError]
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_a_call_that_swallows_its_cancellation_holds_nothing_up() -> None:
    """Its worker does not go on to wait for others that are gone."""

    async def main() -> None:
        async def stubborn(item: int) -> int:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(1)
            return item

        async def failing(item: int) -> None:
            await asyncio.sleep(0.5)
            raise LookupError

        with pytest.raises(ExceptionGroup):
            await Pipeline(Stage(stubborn, 3), failing).run(range(100))
        assert asyncio.get_running_loop().time() == 1.5
        assert len(asyncio.all_tasks()) == 1

    run(main())


@pytest.mark.parametrize("moment", [0, 0.05, 0.1, 0.15, 0.5, 1, 1.05, 2, 3.3, 5])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_cancelled_at_any_moment(moment: float, times: int) -> None:
    """Nothing runs on, however often the caller is cancelled."""

    async def main() -> None:
        plant = Plant(seed=int(moment * 100))
        task = asyncio.create_task(plant.pipeline([1, 3, 2], maxsize=1).run(plant.items()))
        await asyncio.sleep(moment)
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait([task])
        assert task.cancelled()
        assert plant.running == 0
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_cancelled_at_every_await() -> None:
    """As above: the caller itself waits in one place only."""

    async def scenario(cancellation: Cancellation) -> None:
        plant = Plant(seed=1)
        task = cancellation.start(plant.pipeline([1, 2], maxsize=1).run(plant.items()))
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        assert plant.running == 0

    at_every_await(scenario)


def test_it_may_run_several_times_at_once() -> None:
    """It holds no state."""

    async def main() -> None:
        plant = Plant(seed=1)
        pipeline = plant.pipeline([2, 1], maxsize=1)
        counts = [20, 0, 7]
        assert await asyncio.gather(*(pipeline.run(range(count)) for count in counts)) == counts
        assert sorted(plant.out) == sorted([*range(20), *range(7)])

    run(main())


def test_bad_numbers_are_refused() -> None:
    """When it is made."""
    stage = Plant(seed=0).stage(0, last=True)
    with pytest.raises(ValueError, match="must be at least 1"):
        Stage(stage, workers=0)
    with pytest.raises(ValueError, match="must be at least 1"):
        Pipeline(stage, maxsize=0)
