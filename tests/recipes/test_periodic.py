"""What the periodic job promises, in virtual time."""

import asyncio
import random
from typing import Any

import pytest
from every_step import STEPS, assert_alone, cancel_at
from periodic import Overlap, Periodic
from virtual_time import VirtualLoop
from virtual_time import virtual_run as run


class Enough(BaseException):
    """Ends a periodic job that would go on for ever."""


@pytest.mark.parametrize("overlap", ["skip", "catch_up"])
def test_no_drift_in_ten_thousand_runs(overlap: Overlap) -> None:
    """Each one is due when it begins, however long the others took."""
    chance = random.Random(1)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(3)
        start = loop.time()
        runs = 0

        async def work() -> None:
            nonlocal runs
            assert abs(loop.time() - (start + runs * 0.1)) < 1e-6
            runs += 1
            if runs == 10_000:
                raise Enough
            await asyncio.sleep(chance.random() * 0.099)

        def fail(error: BaseException) -> None:
            raise error

        periodic = Periodic(work, 0.1, overlap, fail)
        with pytest.raises(Enough):
            await periodic.run()
        assert periodic.skipped == 0

    run(main())


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("overlap", ["skip", "catch_up"])
def test_it_never_overlaps_itself(overlap: Overlap, seed: int) -> None:
    """With runs that last up to five periods, and fail: skipping keeps due times, catching up keeps their number."""
    chance = random.Random(seed)
    began: list[float] = []
    failed: list[BaseException] = []

    async def main() -> Periodic:
        active = 0

        async def work() -> None:
            nonlocal active
            if len(began) == 50:
                raise Enough
            began.append(asyncio.get_running_loop().time())
            active += 1
            assert active == 1
            try:
                await asyncio.sleep(chance.choice([0, 0.5, 0.5, 5.5, 1.5]))
                if chance.random() < 0.3:
                    raise ValueError("broken")
            finally:
                active -= 1

        periodic = Periodic(work, 1, overlap, failed.append)
        with pytest.raises(Enough):
            await periodic.run()
        return periodic

    periodic = run(main())
    assert {repr(error) for error in failed} == {"ValueError('broken')"}
    if overlap == "skip":
        assert began == [pytest.approx(round(moment), abs=1e-6) for moment in began]
        assert round(began[-1]) + 1 <= len(began) + periodic.skipped
    else:
        assert all(moment > number - 1e-6 for number, moment in enumerate(began))
        assert periodic.skipped == 0


def test_what_is_skipped_and_what_is_made_up_for() -> None:
    """The first run lasts for two and a half periods."""

    async def begins(overlap: Overlap) -> tuple[list[float], int]:
        began: list[float] = []

        async def work() -> None:
            began.append(asyncio.get_running_loop().time())
            if len(began) == 5:
                raise Enough
            if len(began) == 1:
                await asyncio.sleep(2.5)

        periodic = Periodic(work, 1, overlap)
        with pytest.raises(Enough):
            await periodic.run()
        return began, periodic.skipped

    assert run(begins("skip")) == ([0, 3, 4, 5, 6], 2)
    assert run(begins("catch_up")) == ([0, 2.5, 2.5, 3, 4], 0)


def test_it_outlives_a_cancellation_that_was_not_its_own() -> None:
    """The function awaits a task that somebody cancels: a failure like others, which the loop hears of."""

    async def main() -> None:
        heard: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))
        runs = 0

        async def work() -> None:
            nonlocal runs
            runs += 1
            if runs == 1:
                other = asyncio.create_task(asyncio.sleep(1))
                asyncio.get_running_loop().call_soon(other.cancel)
                await other

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(10.5):
                await Periodic(work, 1).run()
        assert runs == 11
        assert [repr(context["exception"]) for context in heard] == ["CancelledError()"]

    run(main())


@pytest.mark.parametrize("step", STEPS)
def test_cancelled_at_every_step(step: int) -> None:
    """It ends with the run in progress, whose clean-up is over then, and can be run again."""

    async def main() -> None:
        inside = 0

        async def work() -> None:
            nonlocal inside
            inside += 1
            try:
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            finally:
                try:
                    await asyncio.sleep(0)
                finally:
                    inside -= 1

        failed: list[BaseException] = []
        periodic = Periodic(work, 1e-9, "catch_up", failed.append)
        task = asyncio.create_task(periodic.run())
        await cancel_at(step, task)
        assert task.cancelled()
        assert (inside, failed) == (0, [])
        assert_alone()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await periodic.run()

    run(main())


def test_a_run_that_never_waits_does_not_block_the_loop() -> None:
    """Even if it is behind for ever."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        runs = 0

        async def work() -> None:
            nonlocal runs
            runs += 1
            loop.now += 2  # it computes

        task = asyncio.create_task(Periodic(work, 1, "catch_up").run())
        await cancel_at(20, task)
        assert runs == 19

    run(main())


def test_running_it_twice_at_once_is_refused() -> None:
    """That would be an overlap."""

    async def main() -> None:
        periodic = Periodic(lambda: asyncio.sleep(0), 1)
        task = asyncio.create_task(periodic.run())
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="running already"):
            await periodic.run()
        await cancel_at(0, task)

    run(main())


@pytest.mark.parametrize("arguments", [(0,), (-1,), (1, "pile up")])
def test_bad_arguments_are_refused(arguments: tuple[Any, ...]) -> None:
    """A period that doesn't pass, a way to overlap that isn't there."""
    with pytest.raises(ValueError, match="must be"):
        Periodic(lambda: asyncio.sleep(0), *arguments)
