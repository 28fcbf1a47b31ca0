"""What race and hedge promise, in virtual time."""

import asyncio
import random
from typing import Any

import pytest
from cancelling import Cancellation, at_every_await
from race import hedge, race
from virtual_time import virtual_run as run


class Track:
    """Contenders that take their time, fail at will, and clean up; how many run, and how many have started."""

    def __init__(self) -> None:
        self.running = 0
        self.started = 0

    async def runner(self, takes: float, error: BaseException | None = None, cleans_up: float = 0) -> float:
        self.running += 1
        self.started += 1
        try:
            await asyncio.sleep(takes)
            if error:
                raise error
            return takes
        finally:
            try:
                await asyncio.sleep(cleans_up)
            finally:
                self.running -= 1


@pytest.mark.parametrize("seed", range(50))
def test_the_first_success_wins_and_the_others_have_ended(seed: int) -> None:
    """However many fail before; if all do, their errors come in the order of the arguments."""

    async def main() -> None:
        chance = random.Random(seed)
        track = Track()
        runners = [(takes, chance.random() < 0.6) for takes in chance.sample(range(10), chance.randint(1, 6))]
        contenders = [track.runner(takes, LookupError(takes) if fails else None, 0.5) for takes, fails in runners]
        winners = [takes for takes, fails in runners if not fails]
        if winners:
            assert await race(*contenders) == min(winners)
        else:
            with pytest.raises(ExceptionGroup) as caught:
                await race(*contenders)
            assert [error.args[0] for error in caught.value.exceptions] == [takes for takes, _ in runners]
        assert track.running == 0
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_a_dead_heat_goes_to_the_one_named_first() -> None:
    """The order does not depend on where a set keeps what."""

    async def main() -> None:
        async def name(text: str) -> str:
            return text

        for _ in range(5):
            assert await race(*(name(str(number)) for number in range(100))) == "0"

    run(main())


def test_one_that_is_cancelled_from_elsewhere_can_not_win() -> None:
    """It counts as a failure, and is told apart if nobody wins."""

    async def main() -> None:
        track = Track()
        assert await race(track.runner(1, asyncio.CancelledError()), track.runner(2)) == 2
        with pytest.raises(BaseExceptionGroup) as caught:
            await race(track.runner(1, asyncio.CancelledError()), track.runner(2, LookupError()))
        assert [type(error) for error in caught.value.exceptions] == [asyncio.CancelledError, LookupError]

    run(main())


def test_an_error_in_a_clean_up_is_reported() -> None:
    """The winner's result is not lost, and neither is the error of the loser."""

    async def main() -> None:
        reported: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

        async def loser() -> int:
            try:
                await asyncio.sleep(100)
            finally:
                raise LookupError
            return 0

        assert await race(Track().runner(1), loser()) == 1
        assert [type(context["exception"]) for context in reported] == [LookupError]

    run(main())


def test_no_race_without_contenders() -> None:
    """It would never end."""
    with pytest.raises(ValueError, match="at least one"):
        run(race())


@pytest.mark.parametrize(
    ("first", "second", "result", "at", "calls"),
    [
        (1, None, 1, 1, 1),  # in time
        (9, 2, 2, 5, 2),  # the second one is faster
        (4, 5, 4, 4, 2),  # the first one after all
        (LookupError("early"), None, LookupError, 1, 1),  # an answer, if no good one
        (4, LookupError(), 4, 4, 2),
        (TimeoutError("late"), 5, 5, 8, 2),
        (TimeoutError("late"), LookupError(), TimeoutError, 4, 2),
    ],
)
def test_hedge(first: Any, second: Any, result: Any, at: float, calls: int) -> None:
    """A second call after 3 seconds, and the first success of the two. Failures take 1 second, a late one 4."""

    async def main() -> None:
        track = Track()

        def fn() -> Any:
            outcome = second if track.started else first
            if isinstance(outcome, Exception):
                return track.runner(4 if "late" in outcome.args else 1, outcome)
            return track.runner(outcome)

        try:
            assert await hedge(3, fn) == result
        except (LookupError, TimeoutError) as error:
            assert type(error) is result
        assert asyncio.get_running_loop().time() == at
        assert (track.started, track.running) == (calls, 0)
        assert len(asyncio.all_tasks()) == 1

    run(main())


@pytest.mark.parametrize("hedged", [False, True])
def test_cancelled_at_every_await(hedged: bool) -> None:
    """All have finished their clean-up when the caller is cancelled."""

    async def scenario(cancellation: Cancellation) -> None:
        track = Track()

        def fn() -> Any:
            return track.runner(5 - 2 * track.started, cleans_up=1)

        contenders = (track.runner(2, LookupError(), 1), track.runner(3, None, 1), track.runner(9, None, 1))
        task = cancellation.start(hedge(1, fn) if hedged else race(*contenders))
        if hedged:
            for contender in contenders:
                contender.close()
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        assert track.running == 0

    at_every_await(scenario)


@pytest.mark.parametrize("times", [2, 3, 4])
def test_cancelled_again_while_the_losers_end(times: int) -> None:
    """A second cancellation doesn't leave them behind."""

    async def main() -> None:
        track = Track()
        task = asyncio.create_task(race(track.runner(1), track.runner(9, cleans_up=1)))
        await asyncio.sleep(0.9)
        for _ in range(times):
            await asyncio.sleep(0.2)
            task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert track.running == 0
        assert len(asyncio.all_tasks()) == 1

    run(main())
