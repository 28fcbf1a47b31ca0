"""What the cache with a time to live promises, in virtual time."""

import asyncio
import contextvars
import random
from typing import Any

import pytest
from cancelling import Cancellation, at_every_await
from ttl_cache import ttl_cache
from virtual_time import virtual_run as run


class Source:
    """Answers with the time at which it was asked; two calls for one key never overlap."""

    def __init__(self, takes: float = 1, stops_in: float = 0) -> None:
        self.takes = takes
        self.stops_in = stops_in
        self.fails = False
        self.calls: list[str] = []
        self.running: set[str] = set()

    async def get(self, key: str) -> float:
        assert key not in self.running
        self.calls.append(key)
        self.running.add(key)
        asked = asyncio.get_running_loop().time()
        try:
            await asyncio.sleep(self.takes)
            if self.fails:
                raise LookupError(key)
            return asked
        except asyncio.CancelledError:
            await asyncio.sleep(self.stops_in)
            raise
        finally:
            self.running.remove(key)


def test_no_stampede() -> None:
    """One call for all who come while it runs, and none while the value is fresh. Its age counts from the call."""

    async def main() -> None:
        source = Source(takes=1)
        get = ttl_cache(ttl=10)(source.get)
        assert await asyncio.gather(*(get("a") for _ in range(100))) == [0] * 100
        await asyncio.sleep(8.9)
        assert await get("a") == 0
        await asyncio.sleep(0.1)
        assert await asyncio.gather(*(get("a") for _ in range(100))) == [10] * 100
        assert source.calls == ["a", "a"]

    run(main())


def test_exceptions_are_not_kept() -> None:
    """All who wait get it, and the next caller starts anew."""

    async def main() -> None:
        source = Source()
        source.fails = True
        get = ttl_cache(ttl=10)(source.get)
        errors = await asyncio.gather(*(get("a") for _ in range(3)), return_exceptions=True)
        assert [type(error) for error in errors] == [LookupError] * 3
        source.fails = False
        assert await get("a") == 1
        assert len(source.calls) == 2

    run(main())


def test_who_comes_in_the_moment_of_a_failure_starts_anew() -> None:
    """And who comes after that joins the new call."""

    async def main() -> None:
        source = Source(takes=1)
        source.fails = True
        get = ttl_cache(ttl=10)(source.get)

        async def caller(delay: float) -> float:
            for _ in range(5):
                await asyncio.sleep(0)  # so that its timer fires just after that of the call
            await asyncio.sleep(delay)
            source.fails = False
            return await get("a")

        answers = await asyncio.gather(get("a"), caller(1), caller(1.5), return_exceptions=True)
        assert isinstance(answers[0], LookupError)
        assert list(answers[1:]) == [1, 1]

    run(main())


def test_arguments_make_the_key() -> None:
    """By position and by name, in any order of the names."""

    async def main() -> None:
        calls: list[object] = []

        @ttl_cache(ttl=10)
        async def fn(*args: int, **kwargs: int) -> int:
            calls.append((args, kwargs))
            return len(calls)

        assert [await fn(1), await fn(2), await fn(1)] == [1, 2, 1]
        assert [await fn(a=1, b=2), await fn(b=2, a=1), await fn(a=2, b=1)] == [3, 3, 4]
        with pytest.raises(TypeError):
            await fn([])  # type: ignore[arg-type]

    run(main())


def test_the_size_is_bounded() -> None:
    """The one that was not asked for longest goes."""

    async def main() -> None:
        source = Source(takes=0)
        get = ttl_cache(ttl=10, maxsize=3)(source.get)
        for key in "abcada":
            await get(key)
        assert "".join(source.calls) == "abcd"
        await get("b")
        assert "".join(source.calls) == "abcdb"
        await get("a")
        await get("d")
        assert "".join(source.calls) == "abcdb"

    run(main())


def test_jitter_spreads_what_was_loaded_together() -> None:
    """Within the part of the time that it may take away."""

    async def main() -> None:
        random.seed(1)
        source = Source(takes=0)
        get = ttl_cache(ttl=10, jitter=0.5)(source.get)
        keys = [str(number) for number in range(100)]
        await asyncio.gather(*map(get, keys))
        await asyncio.sleep(4.9)
        await asyncio.gather(*map(get, keys))
        assert len(source.calls) == 100
        await asyncio.sleep(2.6)
        await asyncio.gather(*map(get, keys))
        assert 130 < len(source.calls) < 170
        await asyncio.sleep(2.5)
        await asyncio.gather(*map(get, keys))
        assert len(set(source.calls)) == 100
        assert len(source.calls) >= 200

    run(main())


def test_an_old_value_is_given_at_once_while_one_call_renews_it() -> None:
    """After ttl + stale it is too old, and callers wait."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        source = Source(takes=1)
        get = ttl_cache(ttl=10, stale=5)(source.get)
        await get("a")
        await asyncio.sleep(10)
        assert await asyncio.gather(*(get("a") for _ in range(100))) == [0] * 100
        assert loop.time() == 11
        await asyncio.sleep(1)
        assert await get("a") == 11
        assert len(source.calls) == 2
        await asyncio.sleep(15)
        assert await get("a") == 27
        assert loop.time() == 28

    run(main())


def test_the_old_value_outlives_a_renewal_that_fails() -> None:
    """The failure is reported, the next caller renews again, and when the time is over callers get the failure."""

    async def main() -> None:
        reported: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
        source = Source(takes=1)
        get = ttl_cache(ttl=10, stale=5)(source.get)
        await get("a")
        source.fails = True
        for calls in (2, 3):
            await asyncio.sleep(10 if calls == 2 else 1)
            assert await get("a") == 0
            await asyncio.sleep(1.1)
            assert len(source.calls) == calls
            assert len(reported) == calls - 1
        await asyncio.sleep(2)
        with pytest.raises(LookupError):
            await get("a")

    run(main())


def test_a_renewal_goes_on_when_its_only_caller_leaves() -> None:
    """It was not the caller who started it, but the cache."""

    async def main() -> None:
        source = Source(takes=2)
        get = ttl_cache(ttl=10, stale=1)(source.get)
        await get("a")
        await asyncio.sleep(8)
        assert await get("a") == 0
        await asyncio.sleep(1.5)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await get("a")
        await asyncio.sleep(1)
        assert await get("a") == 10
        assert len(source.calls) == 2

    run(main())


@pytest.mark.parametrize("seed", range(50))
def test_any_callers_may_be_cancelled(seed: int) -> None:
    """Nobody else notices, no value is too old, calls never overlap, and nothing is left."""

    async def main() -> None:
        chance = random.Random(seed)
        loop = asyncio.get_running_loop()
        source = Source(takes=chance.choice([0, 0.1, 0.5]), stops_in=chance.choice([0, 0.3]))
        stale = chance.choice([0, 0.5])
        get = ttl_cache(ttl=1, maxsize=2, jitter=chance.choice([0, 0.5]), stale=stale)(source.get)

        async def caller() -> None:
            for _ in range(4):
                await asyncio.sleep(chance.choice([0, 0, 0.1, 0.5, 1]))
                called = loop.time()
                assert await get(chance.choice("abc")) >= called - 1 - stale

        tasks = [asyncio.create_task(caller()) for _ in range(12)]
        leaving = chance.sample(tasks, chance.randint(0, 12))
        for task in leaving:
            await asyncio.sleep(chance.choice([0, 0, 0, 0.1, 0.5]))
            task.cancel()
        await asyncio.wait(tasks)
        for task in tasks:
            if task.cancelled():
                assert task in leaving
            else:
                task.result()
        await asyncio.sleep(1)  # for a renewal in the background
        assert len(asyncio.all_tasks()) == 1

    run(main())


@pytest.mark.parametrize("stale", [0, 5])
def test_cancelled_at_every_await(stale: float) -> None:
    """The only caller stops the call; the next one has a value, and nothing overlaps."""

    async def scenario(cancellation: Cancellation) -> None:
        source = Source(stops_in=0.5)
        get = ttl_cache(ttl=10, stale=stale)(source.get)
        task = cancellation.start(get("a"))
        await asyncio.sleep(0.1)
        assert await get("a") >= 0
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached

    at_every_await(scenario)


def test_waiting_for_an_abandoned_call_cancelled_at_every_await() -> None:
    """A caller who waits for a call that is being stopped can leave as well."""

    async def scenario(cancellation: Cancellation) -> None:
        source = Source(stops_in=0.5)
        get = ttl_cache(ttl=10)(source.get)
        first = asyncio.create_task(get("a"))
        await asyncio.sleep(0.1)
        first.cancel()
        await asyncio.sleep(0.1)
        second = cancellation.start(get("a"))
        assert await get("a") > 0
        await asyncio.wait([first, second])
        assert first.cancelled()
        assert second.cancelled() == cancellation.reached

    at_every_await(scenario)


@pytest.mark.parametrize(
    "arguments", [{"ttl": 0}, {"ttl": 1, "maxsize": 0}, {"ttl": 1, "jitter": 2}, {"ttl": 1, "stale": -1}]
)
def test_bad_numbers_are_refused(arguments: dict[str, Any]) -> None:
    """When the function is decorated."""
    with pytest.raises(ValueError, match="must be"):
        ttl_cache(**arguments)


def test_a_value_does_not_depend_on_the_context_of_the_caller_that_loads_it() -> None:
    """It is for every caller."""
    user = contextvars.ContextVar("user", default="nobody")

    async def main() -> list[str]:
        @ttl_cache(1)
        async def load(key: int) -> str:
            return user.get()

        async def ask(name: str, key: int) -> str:
            user.set(name)
            return await load(key)

        return list(await asyncio.gather(ask("ann", 1), ask("ben", 1), ask("cid", 2)))

    assert run(main()) == ["nobody"] * 3


def test_a_source_that_is_down_is_not_asked_at_every_read() -> None:
    """Once each `pause`, while the old value serves; and at once again when it has answered."""

    async def main() -> list[float]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: None)
        calls: list[float] = []

        @ttl_cache(ttl=10, stale=1000, pause=5)
        async def load() -> int:
            calls.append(loop.time())
            if 0 < loop.time() < 26:
                raise ConnectionError("down")
            return len(calls)

        for _ in range(400):
            await load()
            await asyncio.sleep(0.1)
        return calls

    assert [round(moment) for moment in run(main())] == [0, 10, 15, 20, 25, 30]
