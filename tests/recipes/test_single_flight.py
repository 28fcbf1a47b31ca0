"""What single flight promises, in virtual time."""

import asyncio
import random

import pytest
from cancelling import Cancellation, at_every_await
from single_flight import SingleFlight
from virtual_time import virtual_run as run


class Source:
    """Counts the calls that run, and never lets two for one key overlap."""

    def __init__(self, seed: int = 0, takes: float = 1, stops_in: float = 0) -> None:
        self.chance = random.Random(seed)
        self.takes = takes
        self.stops_in = stops_in
        self.calls = 0
        self.running: set[str] = set()

    async def get(self, key: str) -> str:
        assert key not in self.running
        self.running.add(key)
        self.calls += 1
        number = self.calls
        try:
            await asyncio.sleep(self.takes)
            return f"{key} {number}"
        except asyncio.CancelledError:
            await asyncio.sleep(self.stops_in)
            raise
        finally:
            self.running.remove(key)


def test_one_call_for_all_who_come_meanwhile() -> None:
    """They get the same answer; who comes later gets a new one; another key has a call of its own."""

    async def main() -> None:
        source = Source()
        flights = SingleFlight[str, str]()

        async def caller(delay: float, key: str) -> str:
            await asyncio.sleep(delay)
            return await flights.do(key, lambda: source.get(key))

        calls = [(0, "a"), (0, "a"), (0.2, "b"), (0.9, "a"), (1.1, "a"), (1.1, "b")]
        answers = await asyncio.gather(*(caller(delay, key) for delay, key in calls))
        assert answers == ["a 1", "a 1", "b 2", "a 1", "a 3", "b 2"]

    run(main())


def test_who_comes_in_the_moment_of_the_end_starts_anew() -> None:
    """And who comes after that joins the new call."""

    async def main() -> None:
        source = Source(takes=1)
        flights = SingleFlight[str, str]()

        async def caller(delay: float) -> str:
            for _ in range(5):
                await asyncio.sleep(0)  # so that its timer fires just after that of the call
            await asyncio.sleep(delay)
            return await flights.do("key", lambda: source.get("key"))

        first = flights.do("key", lambda: source.get("key"))
        assert list(await asyncio.gather(first, caller(1), caller(1.5))) == ["key 1", "key 2", "key 2"]

    run(main())


def test_an_error_goes_to_all_and_is_not_kept() -> None:
    """The next caller tries anew."""

    async def main() -> None:
        flights = SingleFlight[str, int]()

        async def fail() -> int:
            await asyncio.sleep(1)
            raise LookupError

        async def succeed() -> int:
            return 1

        errors = await asyncio.gather(*(flights.do("key", fail) for _ in range(3)), return_exceptions=True)
        assert [type(error) for error in errors] == [LookupError] * 3
        assert await flights.do("key", succeed) == 1

    run(main())


@pytest.mark.parametrize("seed", range(50))
def test_any_callers_may_be_cancelled(seed: int) -> None:
    """Whoever isn't has an answer, calls never overlap, and at the end nothing is left."""

    async def main() -> None:
        chance = random.Random(seed)
        source = Source(seed, takes=chance.choice([0, 0.1, 1]), stops_in=chance.choice([0, 0, 0.5]))
        flights = SingleFlight[str, str]()

        async def caller() -> None:
            await asyncio.sleep(chance.choice([0, 0, 0.1, 0.5, 1]))
            key = chance.choice("ab")
            assert (await flights.do(key, lambda: source.get(key))).startswith(key)

        tasks = [asyncio.create_task(caller()) for _ in range(20)]
        leaving = chance.sample(tasks, chance.randint(0, 20))
        for task in leaving:
            await asyncio.sleep(chance.choice([0, 0, 0, 0.1, 0.5]))
            task.cancel()
        await asyncio.wait(tasks)
        for task in tasks:
            if task.cancelled():
                assert task in leaving
            else:
                task.result()
        assert len(asyncio.all_tasks()) == 1
        await asyncio.sleep(0)
        assert not flights._flights

    run(main())


def test_cancelled_at_every_await() -> None:
    """The only caller stops the call; the next one has an answer, without overlap."""

    async def scenario(cancellation: Cancellation) -> None:
        source = Source(stops_in=0.5)
        flights = SingleFlight[str, str]()
        task = cancellation.start(flights.do("key", lambda: source.get("key")))
        await asyncio.sleep(0.1)
        # Here the first one is being cancelled, or still wanted.
        next_task = asyncio.create_task(flights.do("key", lambda: source.get("key")))
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        assert await next_task == ("key 2" if source.calls == 2 else "key 1")

    at_every_await(scenario)


def test_waiting_for_an_abandoned_call_cancelled_at_every_await() -> None:
    """A caller who waits for a call that is being stopped can leave as well."""

    async def scenario(cancellation: Cancellation) -> None:
        source = Source(stops_in=0.5)
        flights = SingleFlight[str, str]()
        first = asyncio.create_task(flights.do("key", lambda: source.get("key")))
        await asyncio.sleep(0.1)
        first.cancel()
        await asyncio.sleep(0.1)
        second = cancellation.start(flights.do("key", lambda: source.get("key")))
        third = asyncio.create_task(flights.do("key", lambda: source.get("key")))
        await asyncio.wait([first, second])
        assert first.cancelled()
        assert second.cancelled() == cancellation.reached
        assert (await third).startswith("key")

    at_every_await(scenario)


def test_cancelled_again_while_the_call_stops() -> None:
    """The last caller stays until the call has ended."""

    async def main() -> None:
        source = Source(stops_in=1)
        flights = SingleFlight[str, str]()
        task = asyncio.create_task(flights.do("key", lambda: source.get("key")))
        for _ in range(3):
            await asyncio.sleep(0.1)
            task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert not source.running
        assert len(asyncio.all_tasks()) == 1

    run(main())
