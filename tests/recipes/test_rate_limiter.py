"""What the rate limiter promises, in virtual time."""

import asyncio
import random

import pytest
from rate_limiter import RateLimiter
from virtual_time import virtual_run as run


@pytest.mark.parametrize("seed", range(20))
def test_every_window_is_bounded(seed: int) -> None:
    """However callers come, no window holds more than burst + rate * t / per tokens."""
    chance = random.Random(seed)
    rate, per, burst = chance.randint(1, 20), chance.choice([0.5, 1, 60]), chance.randint(1, 10)
    taken: list[tuple[float, int]] = []

    async def caller(limiter: RateLimiter, delay: float, n: int) -> None:
        await asyncio.sleep(delay)
        await limiter.acquire(n)
        taken.append((asyncio.get_running_loop().time(), n))

    async def main() -> None:
        limiter = RateLimiter(rate, per, burst)
        calls = [(chance.random() * 10, chance.randint(1, burst)) for _ in range(50)]
        await asyncio.gather(*(caller(limiter, delay, n) for delay, n in calls))

    run(main())
    assert len(taken) == 50
    for first, (start, _) in enumerate(taken):
        total = 0
        for moment, n in taken[first:]:
            total += n
            assert total <= burst + rate * (moment - start) / per + 1e-6


def test_first_come_first_served() -> None:
    """A call for 4 is served before the calls for 1 that come after it."""

    async def main() -> list[str]:
        limiter = RateLimiter(rate=1, burst=4)
        order: list[str] = []

        async def caller(name: str, n: int) -> None:
            await limiter.acquire(n)
            order.append(name)

        async with asyncio.TaskGroup() as group:
            group.create_task(caller("first", 2))
            group.create_task(caller("large", 4))
            for number in range(5):
                group.create_task(caller(f"small {number}", 1))
        return order

    assert run(main()) == ["first", "large", *(f"small {number}" for number in range(5))]


@pytest.mark.parametrize("seed", range(50))
def test_cancelled_waiters_take_nothing_and_hold_nobody_up(seed: int) -> None:
    """Whoever isn't cancelled is served, in order, as soon as if the others had never called."""
    chance = random.Random(seed)

    async def main() -> None:
        limiter = RateLimiter(rate=10, burst=5)
        served: list[int] = []

        async def caller(number: int) -> None:
            await limiter.acquire(chance.randint(1, 5))
            served.append(number)

        tasks = [asyncio.create_task(caller(number)) for number in range(20)]
        for task in chance.sample(tasks, 10):
            await asyncio.sleep(chance.choice([0, 0, 0.01, 0.1, 0.2]))
            task.cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), timeout=60)
        assert served == [number for number, task in enumerate(tasks) if not task.cancelled()]
        # The bucket is whole: after time enough, a full burst is there at once.
        await asyncio.sleep(10)
        before = asyncio.get_running_loop().time()
        await limiter.acquire(5)
        assert asyncio.get_running_loop().time() == before

    run(main())


def test_cancelled_while_its_turn_comes() -> None:
    """The turn of a waiter that is cancelled in the same moment goes to the next."""

    async def main() -> None:
        limiter = RateLimiter(rate=1, burst=1)
        await limiter.acquire()
        tasks = [asyncio.create_task(limiter.acquire()) for _ in range(3)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        tasks[1].cancel()
        await asyncio.wait_for(tasks[2], timeout=2)

    run(main())


@pytest.mark.parametrize("arguments", [(0,), (-1,), (1, 0), (1, 1, 0)])
def test_bad_limits_are_refused(arguments: tuple[int, ...]) -> None:
    """A limiter that could never let anybody through isn't made."""
    with pytest.raises(ValueError, match="must be"):
        RateLimiter(*arguments)


@pytest.mark.parametrize("n", [0, -1, 6])
def test_impossible_requests_are_refused(n: int) -> None:
    """Waiting for more than the bucket holds would never end."""

    async def main() -> None:
        with pytest.raises(ValueError, match="between 1 and burst"):
            await RateLimiter(rate=1, burst=5).acquire(n)

    run(main())


def test_by_default_any_window_has_at_most_rate_starts() -> None:
    """Also the first one: that is what the first line of its docstring says."""

    async def main() -> list[float]:
        loop = asyncio.get_running_loop()
        limiter = RateLimiter(rate=10, per=1)
        starts: list[float] = []
        while loop.time() < 3:
            await limiter.acquire()
            starts.append(loop.time())
        return starts

    starts = run(main())
    assert all(sum(first <= start < first + 1 - 1e-6 for start in starts) <= 10 for first in starts)
    assert len(starts) == 31
