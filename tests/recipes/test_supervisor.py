"""What the supervisor promises, in virtual time."""

import asyncio
import math
import random
from itertools import pairwise
from typing import Any

import pytest
from every_step import STEPS, assert_alone, cancel_at
from supervisor import Supervisor, TooManyRestarts
from virtual_time import virtual_run as run


@pytest.mark.parametrize("seed", range(50))
def test_every_window_has_a_bounded_number_of_restarts(seed: int) -> None:
    """Of all that share the supervisor; and it gives up at the first failure that is one too many."""
    chance = random.Random(seed)
    max_restarts, window = chance.randint(0, 6), chance.choice([1, 10, 60])
    failures: list[float] = []
    restarts: list[float] = []
    started = 0

    async def work() -> None:
        nonlocal started
        started += 1
        await asyncio.sleep(chance.choice([0.1, 1, 1, 10]) * chance.random() * window / max(1, max_restarts))
        failures.append(asyncio.get_running_loop().time())
        raise ValueError("broken")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        pause = chance.choice([0, 0.01, 1])
        supervisor = Supervisor("on_failure", max_restarts, window, pause, lambda _: restarts.append(loop.time()))
        try:
            async with asyncio.timeout(500), asyncio.TaskGroup() as group:
                for _ in range(3):
                    group.create_task(supervisor.run(work))
        except* TooManyRestarts as given_up:
            assert repr(given_up.exceptions[0].__cause__) == "ValueError('broken')"
        except* TimeoutError:
            # Where it fails seldom enough, it is never given up, and each failure is followed by a restart.
            failures.append(math.inf)
        assert_alone()

    run(main())
    assert restarts == failures[: len(restarts)]
    for first, later in zip(restarts, restarts[max_restarts:], strict=False):
        assert later - first >= window
    # The failure after the last restart was one too many.
    last = failures[len(restarts)]
    assert last == math.inf or sum(moment > last - window for moment in restarts) == max_restarts


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("always", [False, True])
def test_cancelled_at_every_step(always: bool, step: int) -> None:
    """In the function, in its clean-up, or in the pause: it is over, and nothing starts again."""

    async def main() -> None:
        calls = inside = 0

        async def work() -> None:
            nonlocal calls, inside
            calls += 1
            inside += 1
            try:
                await asyncio.sleep(0)
                if not always:
                    raise ValueError("broken")
            finally:
                try:
                    await asyncio.sleep(0)
                finally:
                    inside -= 1

        supervisor = Supervisor("always" if always else "on_failure", 1000, pause=0, on_restart=lambda _: None)
        task = asyncio.create_task(supervisor.run(work))
        await cancel_at(step, task)
        before = calls
        await asyncio.sleep(100)
        assert task.cancelled()
        assert (calls, inside) == (before, 0)
        assert_alone()

    run(main())


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_is_no_exception_is_never_followed_by_a_restart(error: type[BaseException]) -> None:
    """Even if the function raises it by itself."""
    calls = 0

    async def work() -> None:
        nonlocal calls
        calls += 1
        raise error

    async def main() -> None:
        with pytest.raises(error):
            await Supervisor("always").run(work)

    run(main())
    assert calls == 1


def test_the_pause_doubles_and_the_window_forgets() -> None:
    """Four failures in a row, then one after a long time without."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        started: list[float] = []

        async def work() -> str:
            started.append(loop.time())
            if len(started) == 5:
                await asyncio.sleep(100)
            if len(started) == 6:
                return "done"
            raise ValueError("broken")

        supervisor = Supervisor(max_restarts=4, window=60, pause=1, on_restart=lambda _: None)
        assert await supervisor.run(work) == "done"
        assert started == [0, 1, 3, 7, 15, 116]

    run(main())


def test_no_pause_is_longer_than_the_window() -> None:
    """However many restarts are allowed."""

    async def main() -> None:
        started: list[float] = []

        async def work() -> None:
            started.append(asyncio.get_running_loop().time())
            raise ValueError("broken")

        supervisor = Supervisor(max_restarts=2000, window=10, pause=3, on_restart=lambda _: None)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1000):
                await supervisor.run(work)
        assert max(after - before for before, after in pairwise(started)) <= 10

    run(main())


def test_always_or_on_failure() -> None:
    """What returns is done, or is started again like what fails."""

    async def main() -> None:
        calls = 0
        reports: list[BaseException | None] = []

        async def work() -> int:
            nonlocal calls
            calls += 1
            return calls

        assert await Supervisor("on_failure").run(work) == 1
        with pytest.raises(TooManyRestarts) as caught:
            await Supervisor("always", 2, on_restart=reports.append).run(work)
        assert (calls, reports, caught.value.__cause__) == (4, [None, None], None)

    run(main())


def test_the_loop_hears_of_errors() -> None:
    """Without on_restart, each one is logged by its exception handler."""

    async def main() -> None:
        heard: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))

        async def work() -> None:
            raise ValueError("broken")

        with pytest.raises(TooManyRestarts):
            await Supervisor(max_restarts=2).run(work)
        assert [repr(context["exception"]) for context in heard] == ["ValueError('broken')"] * 2

    run(main())


@pytest.mark.parametrize(
    "arguments",
    [{"restart": "never"}, {"max_restarts": -1}, {"window": 0}, {"pause": -1}],
    ids=str,
)
def test_bad_arguments_are_refused(arguments: dict[str, Any]) -> None:
    """Before anything runs."""
    with pytest.raises(ValueError, match="must be"):
        Supervisor(**arguments)
