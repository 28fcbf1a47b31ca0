"""What background tasks promise, in virtual time."""

import asyncio
import contextlib
import gc
import random
from typing import Any

import pytest
from background_tasks import BackgroundTasks
from every_step import STEPS, assert_alone, cancel_at
from virtual_time import virtual_run as run

Reports = list[str]


def _reporting_to(reports: Reports, grace: float | None = 5) -> BackgroundTasks:
    return BackgroundTasks(grace, lambda error, task: reports.append(f"{task.get_name()}: {error}"))


@pytest.mark.parametrize("seed", range(30))
def test_every_task_ends_and_every_error_is_reported(seed: int) -> None:
    """Whatever ends first, and however closing is cut short."""
    chance = random.Random(seed)
    reports: Reports = []
    failed: list[str] = []

    async def work(name: str, seconds: float, fails: bool) -> None:
        try:
            await asyncio.sleep(seconds)
        finally:
            await asyncio.sleep(chance.choice([0, 0, 1]))
            if fails:
                failed.append(f"{name}: broken")
                raise ValueError("broken")

    async def main() -> None:
        background = _reporting_to(reports, grace=chance.choice([0, 5, None]))
        for number in range(20):
            seconds = chance.choice([0, 0.1, 1, 5, 6, 20])
            background.start(work(f"task {number}", seconds, chance.random() < 0.5), name=f"task {number}")
            if chance.random() < 0.3:
                await asyncio.sleep(chance.choice([0, 0.1, 1]))
        closing = asyncio.create_task(background.aclose())
        if chance.random() < 0.5:
            await asyncio.sleep(chance.choice([0, 0, 1, 5, 5.5]))
            closing.cancel()
        await asyncio.wait([closing])
        assert len(background) == 0
        assert_alone()

    run(main())
    # A task that is cancelled before its first step has nothing to report: it never ran.
    assert sorted(reports) == sorted(failed)


@pytest.mark.parametrize("step", STEPS[1:])  # at step 0 nobody has closed yet
@pytest.mark.parametrize("again", [0, 1, 2, 3])
def test_closing_is_cancelled_at_every_step(step: int, again: int) -> None:
    """Even twice: all have ended and cleaned up when it raises."""

    async def main() -> None:
        ended: list[int] = []

        async def work(number: int) -> None:
            try:
                for _ in range(number):
                    await asyncio.sleep(0)
            finally:
                # A clean-up that takes its time, however often it is cancelled.
                for _ in range(4):
                    with contextlib.suppress(asyncio.CancelledError):
                        await asyncio.sleep(0)
                ended.append(number)

        background = BackgroundTasks(grace=None)
        for number in range(5):
            background.start(work(number))
        await asyncio.sleep(0)
        closing = asyncio.create_task(background.aclose())
        for _ in range(step):
            await asyncio.sleep(0)
        closing.cancel()
        await cancel_at(again, closing)
        assert sorted(ended) == [0, 1, 2, 3, 4]
        assert_alone()

    run(main())


def test_grace_is_given_and_no_more() -> None:
    """Who is ready within it ends by itself; who isn't is cancelled then."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        async with BackgroundTasks(grace=5) as background:
            ready, late = background.start(asyncio.sleep(4, "ready")), background.start(asyncio.sleep(6))
        assert (ready.result(), late.cancelled(), loop.time()) == ("ready", True, 5)

    run(main())


def test_tasks_that_nobody_keeps_stay_alive() -> None:
    """Nothing but the loop's weak reference and this keeps a task whose future is its own."""

    async def main() -> None:
        ended: list[bool] = []

        async def wait_for_collection() -> None:
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                ended.append(True)

        async with BackgroundTasks(grace=0) as background:
            background.start(wait_for_collection())
            await asyncio.sleep(0)
            gc.collect()
            assert not ended
        assert ended

    run(main())


def test_the_loop_hears_of_errors() -> None:
    """Without on_error, its exception handler is called, one time."""

    async def fail() -> None:
        raise ValueError("broken")

    async def main() -> list[dict[str, Any]]:
        heard: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))
        async with BackgroundTasks() as background:
            background.start(fail(), name="mail")
        del background
        gc.collect()
        return heard

    (context,) = run(main())
    assert context["message"] == "background task 'mail' failed"
    assert repr(context["exception"]) == "ValueError('broken')"


def test_one_that_fails_ends_no_other() -> None:
    """Nor the block."""

    async def fail() -> None:
        raise ValueError("broken")

    async def main() -> None:
        reports: Reports = []
        async with _reporting_to(reports) as background:
            background.start(fail(), name="bad")
            good = background.start(asyncio.sleep(1, "good"))
            await asyncio.sleep(0.5)
            assert reports == ["bad: broken"]
        assert good.result() == "good"

    run(main())


@pytest.mark.filterwarnings("error")
def test_nothing_starts_when_it_is_closed() -> None:
    """Not even from one of the tasks, and no coroutine complains that nobody awaited it."""

    async def main() -> None:
        reports: Reports = []
        async with _reporting_to(reports) as background:

            async def work() -> None:
                await asyncio.sleep(1)
                background.start(asyncio.sleep(1))

            background.start(work(), name="work")
        assert reports == ["work: these background tasks are closed"]
        with pytest.raises(RuntimeError, match="closed"):
            background.start(asyncio.sleep(1))
        await background.aclose()

    run(main())


def test_a_task_that_closes_its_own_group_is_told() -> None:
    """It would wait for itself for ever."""

    async def main() -> None:
        reports: Reports = []
        async with _reporting_to(reports) as background:
            background.start(background.aclose(), name="closer")
        assert reports == ["closer: a background task can't wait for its own end"]

    run(main())


def test_a_block_that_ends_with_an_exception_does_not_wait_for_grace() -> None:
    """A timeout around it, for instance: the tasks are cancelled at once."""

    async def main() -> float:
        loop = asyncio.get_running_loop()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), BackgroundTasks(grace=5) as background:
                background.start(asyncio.sleep(60))
                await asyncio.sleep(10)
        assert_alone()
        return loop.time()

    assert run(main()) == pytest.approx(0.1)
