"""What the worker pool promises, in virtual time."""

import asyncio
import contextlib
import contextvars
import random
from collections import Counter

import pytest
from every_step import STEPS, assert_alone, cancel_at
from virtual_time import virtual_run as run
from worker_pool import WorkerPool


async def _succeed() -> str:
    return "done"


@pytest.mark.parametrize("seed", range(50))
def test_every_job_is_answered_once_within_the_bounds(seed: int) -> None:
    """Whatever fails, whoever cancels, however it is closed."""
    chance = random.Random(seed)
    n, maxsize = chance.randint(1, 4), chance.randint(0, 4)

    async def main() -> None:
        pool = WorkerPool(n, maxsize)
        began: list[int] = []
        running: set[int] = set()
        answers: list[tuple[int, asyncio.Future[int]]] = []
        answered: list[asyncio.Future[int]] = []

        async def job(number: int) -> int:
            began.append(number)
            running.add(number)
            assert len(running) <= n
            try:
                await asyncio.sleep(chance.choice([0, 0.1, 1]))
                if number % 5 == 0:
                    raise ValueError(number)
                return number
            finally:
                try:
                    await asyncio.sleep(chance.choice([0, 0, 0.2]))
                finally:
                    running.remove(number)

        async def submitter(numbers: range) -> None:
            for number in numbers:
                answer = await pool.submit(job, number)
                answers.append((number, answer))
                answer.add_done_callback(answered.append)
                assert sum(not answer.done() for _, answer in answers) <= n + maxsize
                if chance.random() < 0.2:
                    await asyncio.sleep(chance.choice([0, 0, 0.1, 1]))
                    answer.cancel()

        submitting = [asyncio.create_task(submitter(range(start, start + 10))) for start in range(0, 40, 10)]
        await asyncio.sleep(chance.choice([0, 0.5, 2]))
        submitting[0].cancel()
        closing = asyncio.create_task(pool.aclose(drain=chance.random() < 0.7))
        await asyncio.sleep(0)
        if chance.random() < 0.5:
            await asyncio.sleep(chance.choice([0, 0, 0.1, 1]))
            closing.cancel()
        await asyncio.wait([closing])
        assert not running
        assert all(answer.done() for _, answer in answers)
        results = await asyncio.gather(*submitting, return_exceptions=True)
        assert {str(result) for result in results} <= {"None", "", "the pool is closed"}
        assert Counter(answered) == Counter(answer for _, answer in answers)
        assert began == [number for number, _ in answers if number in began]
        for number, answer in answers:
            assert answer.done()
            if not answer.cancelled():
                assert number in began
                outcome = answer.exception() or answer.result()
                assert str(outcome) == str(number)
                assert isinstance(outcome, ValueError) == (number % 5 == 0)
        assert_alone()

    run(main())


@pytest.mark.parametrize("again", [0, 1, 2, 3])
@pytest.mark.parametrize("step", STEPS[1:])  # at step 0 nobody has closed yet
def test_closing_is_cancelled_at_every_step(step: int, again: int) -> None:
    """Even twice: when it raises, all jobs have cleaned up and each has its answer."""

    async def main() -> None:
        pool = WorkerPool(2, 3)
        began: list[int] = []
        cleaned: list[int] = []

        async def job(number: int) -> None:
            began.append(number)
            try:
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            finally:
                # A clean-up that takes its time, however often it is cancelled.
                for _ in range(4):
                    with contextlib.suppress(asyncio.CancelledError):
                        await asyncio.sleep(0)
                cleaned.append(number)

        answers = [await pool.submit(job, number) for number in range(5)]
        late = asyncio.create_task(pool.submit(job, 5))
        await asyncio.sleep(0)
        closing = asyncio.create_task(pool.aclose())
        for _ in range(step):
            await asyncio.sleep(0)
        closing.cancel()
        await cancel_at(again, closing)
        assert all(answer.done() for answer in answers)
        assert sorted(cleaned) == sorted(began)
        with pytest.raises(RuntimeError, match="closed"):
            await late
        assert_alone()

    run(main())


@pytest.mark.parametrize("step", STEPS)
def test_submitting_is_cancelled_at_every_step(step: int) -> None:
    """Its job runs if and only if it was accepted, and the places are all there afterwards."""

    async def main() -> None:
        ran: list[str] = []

        async def job(name: str) -> None:
            await asyncio.sleep(0)
            ran.append(name)

        async with WorkerPool(1) as pool:
            await pool.submit(job, "first")
            submitting = asyncio.create_task(pool.submit(job, "second"))
            behind = asyncio.create_task(pool.submit(job, "third"))
            await cancel_at(step, submitting)
            await (await behind)
            await (await pool.submit(job, "fourth"))
        assert ran == ["first", *([] if submitting.cancelled() else ["second"]), "third", "fourth"]
        assert_alone()

    run(main())


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("which", [0, 1])
def test_a_future_is_cancelled_at_every_step(which: int, step: int) -> None:
    """Its job stops, in the line or at work; the others are answered."""

    async def main() -> None:
        running: list[int] = []
        ended: list[int] = []

        async def job(number: int) -> None:
            running.append(number)
            assert len(running) == 1
            try:
                await asyncio.sleep(0)
                ended.append(number)
            finally:
                try:
                    await asyncio.sleep(0)
                finally:
                    running.remove(number)

        async with WorkerPool(1, 2) as pool:
            answers = [await pool.submit(job, number) for number in range(3)]
            for _ in range(step):
                await asyncio.sleep(0)
            answers[which].cancel()
        assert all(answer.done() for answer in answers)
        assert all(answer.result() is None for place, answer in enumerate(answers) if place != which)
        assert set(range(3)) - set(ended) <= {which}
        assert step > 0 or which not in ended
        assert not running
        assert_alone()

    run(main())


def test_a_cancelled_job_gives_its_place_in_the_line_away_at_once() -> None:
    """Not only when a worker would have come to it."""

    async def main() -> None:
        async with WorkerPool(1, 1) as pool:
            await pool.submit(asyncio.sleep, 10)
            in_line = await pool.submit(asyncio.sleep, 10)
            in_line.cancel()
            last = await pool.submit(_succeed)
            assert asyncio.get_running_loop().time() == 0
        assert last.result() == "done"

    run(main())


def test_drain_or_not() -> None:
    """An exception in the block cancels what was submitted."""

    async def main() -> None:
        async with WorkerPool(1, 1) as pool:
            drained = [await pool.submit(asyncio.sleep, 1, "done") for _ in range(2)]
        assert [answer.result() for answer in drained] == ["done", "done"]
        with pytest.raises(ValueError, match="broken"):
            async with WorkerPool(1, 1) as pool:
                cancelled = [await pool.submit(asyncio.sleep, 1) for _ in range(2)]
                raise ValueError("broken")
        assert all(answer.cancelled() for answer in cancelled)
        assert asyncio.get_running_loop().time() == 2

    run(main())


def test_what_a_job_raises_is_its_answer() -> None:
    """Even before there is a coroutine; a cancellation that neither pool nor caller asked for is an error."""

    async def main() -> None:
        async def cancelled() -> None:
            raise asyncio.CancelledError

        wrong: tuple[object, ...] = (1, 2)
        async with WorkerPool(1) as pool:
            answer = await pool.submit(_succeed, *wrong)
            with pytest.raises(TypeError):
                await answer
            hopeless = await pool.submit(cancelled)
            with pytest.raises(RuntimeError, match="not by the pool"):
                await hopeless
            assert await (await pool.submit(_succeed)) == "done"

    run(main())


def test_a_job_has_the_context_of_its_submission() -> None:
    """Not of whoever made room for it."""
    user = contextvars.ContextVar("user", default="nobody")

    async def main() -> list[str]:
        async def who() -> str:
            await asyncio.sleep(1)
            return user.get()

        async with WorkerPool(1, 5) as pool:
            answers = []
            for name in ("Ada", "Bob", "Cy"):
                user.set(name)
                answers.append(await pool.submit(who))
        return [answer.result() for answer in answers]

    assert run(main()) == ["Ada", "Bob", "Cy"]


def test_a_closed_pool_takes_nothing_and_a_job_cannot_close_it() -> None:
    """Both are mistakes that should be told."""

    async def main() -> None:
        async with WorkerPool(1) as pool:
            with pytest.raises(RuntimeError, match="its own pool"):
                await (await pool.submit(pool.aclose))
        with pytest.raises(RuntimeError, match="closed"):
            await pool.submit(_succeed)
        await pool.aclose()

    run(main())


@pytest.mark.parametrize("arguments", [(0,), (1, -1)])
def test_bad_sizes_are_refused(arguments: tuple[int, ...]) -> None:
    """A pool that could run nothing isn't made."""
    with pytest.raises(ValueError, match="must be"):
        WorkerPool(*arguments)


def test_arguments_by_name_reach_the_job() -> None:
    """As with a plain call."""

    async def fetch(url: str, *, timeout: float) -> str:  # noqa: ASYNC109 - a name that callers use
        return f"{url} {timeout}"

    async def main() -> None:
        async with WorkerPool(1) as pool:
            assert await (await pool.submit(fetch, "u", timeout=3)) == "u 3"

    run(main())
