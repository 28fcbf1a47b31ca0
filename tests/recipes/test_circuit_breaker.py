"""What the circuit breaker promises, in virtual time."""

import asyncio
import random
from contextlib import suppress
from typing import Any

import pytest
from cancelling import Cancellation, at_every_await
from circuit_breaker import CircuitBreaker, CircuitOpen
from virtual_time import virtual_run as run


class Service:
    """Answers or fails after a time, and knows how many calls it has at once."""

    def __init__(self, takes: float = 1) -> None:
        self.takes = takes
        self.error: BaseException | None = None
        self.calls = 0
        self.running = 0
        self.peak = 0

    async def ask(self) -> str:
        error = self.error  # as it is at the start
        self.calls += 1
        self.running += 1
        self.peak = max(self.peak, self.running)
        try:
            await asyncio.sleep(self.takes)
            if error:
                raise error
            return "ok"
        finally:
            self.running -= 1


def state(breaker: CircuitBreaker) -> str:
    """Asked anew each time: a type checker takes an attribute for what it was when it was last compared."""
    return breaker.state


async def opened(service: Service, threshold: int = 3, reset: float = 10) -> CircuitBreaker:
    """A breaker that has just opened."""
    breaker = CircuitBreaker(threshold, reset)
    error, service.error = service.error, ConnectionError()
    for _ in range(threshold):
        assert state(breaker) == "closed"
        with pytest.raises(ConnectionError):
            await breaker.call(service.ask)
    assert state(breaker) == "open"
    service.error = error
    service.calls = service.peak = 0
    return breaker


def test_failures_in_a_row_open_it() -> None:
    """A success in between begins the count anew."""

    async def main() -> None:
        service = Service()
        breaker = CircuitBreaker(threshold=3, reset=10)
        for error in [ConnectionError(), ConnectionError(), None] * 3:
            service.error = error
            await asyncio.gather(breaker.call(service.ask), return_exceptions=True)
            assert state(breaker) == "closed"

    run(main())


def test_open_it_calls_nothing_and_says_for_how_long() -> None:
    """To the end of the time."""

    async def main() -> None:
        service = Service()
        breaker = await opened(service)
        for wait in (10, 6, 2):
            with pytest.raises(CircuitOpen) as caught:
                await breaker.call(service.ask)
            assert caught.value.retry_after == wait
            await asyncio.sleep(4 if wait > 2 else 2)
        assert service.calls == 0
        assert state(breaker) == "half-open"

    run(main())


@pytest.mark.parametrize("back", [True, False])
def test_exactly_one_probe(back: bool) -> None:
    """Of a hundred that come at once and while it is under way. Its success closes, its failure opens anew."""

    async def main() -> None:
        service = Service()
        breaker = await opened(service)
        service.error = None if back else ConnectionError()
        await asyncio.sleep(10)

        async def caller(delay: float) -> str:
            await asyncio.sleep(delay)
            return await breaker.call(service.ask)

        answers = await asyncio.gather(*(caller(number % 10 / 11) for number in range(100)), return_exceptions=True)
        assert service.calls == 1
        assert sum(isinstance(answer, CircuitOpen) for answer in answers) == 99
        assert state(breaker) == ("closed" if back else "open")
        if not back:
            await asyncio.sleep(9.99)
            assert state(breaker) == "open"
            await asyncio.sleep(0.01)
            assert state(breaker) == "half-open"

    run(main())


def test_a_probe_cancelled_at_every_await_gives_the_place_back() -> None:
    """The next call is the probe, at once."""

    async def scenario(cancellation: Cancellation) -> None:
        service = Service()
        breaker = await opened(service)
        await asyncio.sleep(10)
        task = cancellation.start(breaker.call(service.ask))
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        assert state(breaker) == ("half-open" if cancellation.reached else "closed")
        assert await breaker.call(service.ask) == "ok"
        assert state(breaker) == "closed"

    at_every_await(scenario)


def test_a_cancelled_call_is_neither_success_nor_failure() -> None:
    """It doesn't open the circuit, and doesn't begin the count anew."""

    async def main() -> None:
        service = Service()
        breaker = CircuitBreaker(threshold=2, reset=10)
        service.error = ConnectionError()
        for _ in range(5):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await breaker.call(service.ask)
        assert state(breaker) == "closed"
        for expected in ("closed", "open"):
            with pytest.raises(ConnectionError):
                await breaker.call(service.ask)
            assert state(breaker) == expected
            if expected == "closed":
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.5):
                        await breaker.call(service.ask)

    run(main())


def test_other_exceptions_show_that_it_is_there() -> None:
    """They begin the count anew, and a probe that ends in one closes the circuit."""

    async def main() -> None:
        service = Service()
        breaker = CircuitBreaker(threshold=1, reset=10, trip_on=(ConnectionError, TimeoutError))
        for error, expected in [(LookupError(), "closed"), (TimeoutError(), "open"), (LookupError(), "closed")]:
            service.error = error
            with pytest.raises(type(error)):
                await breaker.call(service.ask)
            assert state(breaker) == expected
            await asyncio.sleep(10)

    run(main())


@pytest.mark.parametrize("late", ["ok", "failed"])
def test_a_call_from_before_has_no_say(late: str) -> None:
    """One that began when the circuit was closed neither ends the probe of another nor opens what was closed."""

    async def main() -> None:
        slow, service = Service(takes=13), Service()
        slow.error = ConnectionError() if late == "failed" else None
        breaker = CircuitBreaker(threshold=1, reset=10)
        old = asyncio.create_task(breaker.call(slow.ask))
        await asyncio.sleep(0)
        service.error = ConnectionError()
        with pytest.raises(ConnectionError):
            await breaker.call(service.ask)
        await asyncio.sleep(10)
        probe = Service(takes=5)
        task = asyncio.create_task(breaker.call(probe.ask))
        await asyncio.wait([old])
        assert not task.done()
        assert state(breaker) == "half-open"
        with pytest.raises(CircuitOpen) as caught:
            await breaker.call(service.ask)
        assert caught.value.retry_after == 0
        assert await task == "ok"
        assert state(breaker) == "closed"

    run(main())


@pytest.mark.parametrize("seed", range(50))
def test_never_two_probes_and_always_back_again(seed: int) -> None:
    """However callers come and are cancelled, while the service is down it gets no two probes at a time."""

    async def main() -> None:
        chance = random.Random(seed)
        service = Service(takes=chance.choice([0, 0.1, 1]))
        breaker = await opened(service, threshold=chance.randint(1, 3), reset=chance.choice([0.1, 1]))
        service.error = ConnectionError()

        async def caller() -> None:
            for _ in range(5):
                await asyncio.sleep(chance.choice([0, 0.1, 0.5, 1]))
                with suppress(ConnectionError, CircuitOpen):
                    await breaker.call(service.ask)

        tasks = [asyncio.create_task(caller()) for _ in range(20)]
        for task in chance.sample(tasks, 10):
            await asyncio.sleep(chance.choice([0, 0.1, 0.3]))
            task.cancel()
        await asyncio.wait(tasks)
        assert service.calls > 0
        assert service.peak == 1
        service.error = None
        await asyncio.sleep(1)
        assert await breaker.call(service.ask) == "ok"
        assert state(breaker) == "closed"

    run(main())


@pytest.mark.parametrize("arguments", [(0, 1), (1, -1), (1, 1, (BaseException,)), (1, 1, asyncio.CancelledError)])
def test_bad_arguments_are_refused(arguments: tuple[Any, ...]) -> None:
    """When it is made."""
    with pytest.raises((ValueError, TypeError), match=r"must|subclasses of Exception"):
        CircuitBreaker(*arguments)
