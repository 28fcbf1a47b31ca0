"""Recipes and functions that don't do as they are told: each recipe, cancelled at every step.

The function that a recipe is given either cleans up, or raises in its clean-up, or swallows the cancellation, or ends
in a `CancelledError` of its own; the caller is cancelled once or twice. Whatever the combination: the caller's task
ends, nothing is called again after it was cancelled, and no task is left. The summary of a test run has the numbers.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, nullcontext

import pytest
from background_tasks import BackgroundTasks
from batcher import Batcher
from bounded_map import bounded_map
from circuit_breaker import CircuitBreaker
from every_step import assert_alone
from keyed_lock import KeyedLock
from periodic import Periodic
from pipeline import Pipeline, Stage
from portal import Portal
from pub_sub import PubSub
from race import hedge, race
from rate_limiter import RateLimiter
from resource_pool import Pool
from retry import Policy
from service_runner import run_service
from single_flight import SingleFlight
from supervisor import Supervisor
from ttl_cache import ttl_cache
from virtual_time import virtual_run as run
from worker_pool import WorkerPool

MANNERS = ("cleans up", "raises", "swallows", "own CancelledError")
STEPS = range(14)  # more than any of these has before its first timer
AGAIN = (None, 0, 1, 2)  # turns of the loop until the second cancellation


class Hostile:
    """A function to be given to a recipe, of certain manners."""

    def __init__(self, manners: str) -> None:
        self.manners = manners
        self.calls = self.running = 0

    async def __call__(self, *_: object) -> int:
        self.calls += 1
        self.running += 1
        try:
            if self.manners == "own CancelledError":
                await asyncio.sleep(0)
                other = asyncio.get_running_loop().create_future()
                other.cancel()
                await other
            await asyncio.sleep(50)
        except asyncio.CancelledError:
            if self.manners != "swallows":
                raise
        finally:
            try:
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                if self.manners == "raises":
                    raise ConnectionError("the clean-up failed")
            finally:
                self.running -= 1
        return 1


Scenario = Callable[[Hostile], Awaitable[object]]


async def _background(fn: Hostile) -> None:
    async with BackgroundTasks(grace=1, on_error=lambda error, task: None) as background:
        background.start(fn())
        await asyncio.sleep(5)


async def _batcher(fn: Hostile) -> None:
    async def load_many(keys: list[int]) -> dict[int, int]:
        return dict.fromkeys(keys, await fn())

    await Batcher(load_many).load(1)


async def _bounded_map(fn: Hostile, ordered: bool = True) -> None:
    async with aclosing(bounded_map(fn, range(4), 2, ordered)) as results:
        async for _ in results:
            pass


async def _keyed_lock(fn: Hostile) -> None:
    async with KeyedLock[str]().hold("key"):
        await fn()


async def _lent(fn: Hostile) -> None:
    async def make() -> int:
        return 1

    async with Pool(make, 1) as pool, pool.lend():
        await fn()


async def _made(fn: Hostile) -> None:
    async with Pool(fn, 1) as pool, pool.lend():
        await asyncio.sleep(1)


async def _closed(fn: Hostile) -> None:
    async def make() -> int:
        return 1

    async with Pool(make, 1, close=fn) as pool:
        async with pool.lend():
            await asyncio.sleep(0)
        async with pool.lend():
            await asyncio.sleep(0)
            raise LookupError


async def _published(fn: Hostile) -> None:
    hub = PubSub[int](1, "block")

    async def read() -> None:
        with hub.subscribe() as messages:
            async for message in messages:
                await fn(message)
                break

    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        await asyncio.sleep(0)
        for number in range(3):
            await hub.publish(number)
        hub.close()


async def _limited(fn: Hostile) -> None:
    async with RateLimiter(10):
        await fn()


async def _cached(fn: Hostile) -> None:
    @ttl_cache(60)
    async def load() -> int:
        return await fn()

    await load()


async def _pooled(fn: Hostile) -> None:
    async with WorkerPool(1, 3) as pool:
        answers = [await pool.submit(fn) for _ in range(2)]
        await asyncio.wait(answers)
        for answer in answers:
            answer.result()


async def _piped(fn: Hostile) -> None:
    async def items() -> AsyncIterator[int]:
        for number in range(4):
            yield number

    await Pipeline(Stage(fn, 2), fn).run(items())


SCENARIOS: dict[str, Scenario] = {
    "background_tasks": _background,
    "batcher": _batcher,
    "bounded_map": _bounded_map,
    "bounded_map, as they are ready": lambda fn: _bounded_map(fn, False),
    "circuit_breaker": lambda fn: CircuitBreaker(1, 60).call(fn),
    "keyed_lock": _keyed_lock,
    "periodic": lambda fn: Periodic(fn, 1, on_error=lambda error: None).run(),
    "periodic, catching up": lambda fn: Periodic(fn, 1, "catch_up", on_error=lambda error: None).run(),
    "pipeline": _piped,
    "pub_sub": _published,
    "race": lambda fn: race(fn(), fn()),
    "race, hedge": lambda fn: hedge(0, fn),
    "rate_limiter": _limited,
    "resource_pool, in the block": _lent,
    "resource_pool, factory": _made,
    "resource_pool, close": _closed,
    "retry": lambda fn: Policy(attempts=100, base=0, retry_on=Exception).call(fn),
    "retry, with a time limit": lambda fn: Policy(attempts=100, base=0, total_timeout=9).call(fn),
    "single_flight": lambda fn: SingleFlight[str, int]().do("key", fn),
    "supervisor": lambda fn: Supervisor(max_restarts=1000, pause=0, on_restart=lambda error: None).run(fn),
    "supervisor, always": lambda fn: Supervisor("always", 1000, pause=0, on_restart=lambda error: None).run(fn),
    "ttl_cache": _cached,
    "worker_pool": _pooled,
}
# In these the function is awaited in the caller's task, as with a plain `await`. In all others, a CancelledError of its
# own must not pass for the caller's.
AWAITING = {"circuit_breaker", "keyed_lock", "pub_sub", "rate_limiter", "retry", "resource_pool"}
CONVERTING = {name for name in SCENARIOS if name.split(",")[0] not in AWAITING} | {"resource_pool, close"}


async def _one_run(scenario: Scenario, manners: str, step: int, again: int | None) -> bool:
    """Whether the caller was cancelled before it ended by itself."""
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    fn = Hostile(manners)

    async def call() -> object:
        return await scenario(fn)

    task = asyncio.create_task(call())
    for _ in range(step):
        await asyncio.sleep(0)
    in_time = not task.done()
    task.cancel()
    calls = fn.calls
    if again is not None:
        for _ in range(again):
            await asyncio.sleep(0)
        task.cancel()
    await asyncio.wait([task], timeout=60)  # a pool waits until its resource is closed
    assert task.done(), "the caller goes on"
    if not task.cancelled():
        task.exception()
    # One call may have been on its way: its task had been made. A call that waits for a clean-up comes after none.
    assert fn.calls <= calls + 2, "it was called again"
    ended_with = fn.calls
    await asyncio.sleep(100)
    assert fn.running == 0
    assert fn.calls == ended_with, "it was called again later"
    assert_alone()
    return in_time


@pytest.mark.parametrize("manners", MANNERS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_cancelled_at_every_step(name: str, manners: str, record_property: Callable[[str, object], None]) -> None:
    """The caller's task ends, and everything with it."""
    runs = [run(_one_run(SCENARIOS[name], manners, step, again)) for step in STEPS for again in AGAIN]
    record_property("hostile", [name, manners, sum(runs)])
    assert any(runs)


@pytest.mark.parametrize("name", sorted(CONVERTING))
def test_a_cancellation_of_the_function_s_own_does_not_pass_for_the_caller_s(name: str) -> None:
    """It is an error, which a TaskGroup sees, or is reported and followed by the next run."""

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        fn = Hostile("own CancelledError")

        async def call() -> object:
            return await SCENARIOS[name](fn)

        task = asyncio.create_task(call())
        await asyncio.wait([task], timeout=20)
        assert not task.cancelled()
        if task.done():
            task.exception()
        else:
            assert fn.calls > 1, "supervised, and not called again"
            task.cancel()
            await asyncio.wait([task])

    run(main())


@pytest.mark.parametrize("manners", MANNERS)
def test_portal(manners: str, record_property: Callable[[str, object], None]) -> None:
    """Each future is done, the thread ends, and nothing is called again."""
    for cancelled in (False, True):
        fn = Hostile(manners)
        with Portal() as portal:
            future = portal.start(fn)
            portal.call(asyncio.sleep, 0)
            if cancelled:
                future.cancel()
            portal.close(drain=False)
        assert future.done()
        assert (fn.calls, fn.running) == (1, 0)
    record_property("hostile", ["portal", manners, 2])


@pytest.mark.parametrize("manners", MANNERS)
@pytest.mark.parametrize("signals", [1, 2, 3])
def test_service_runner(manners: str, signals: int, record_property: Callable[[str, object], None]) -> None:
    """It ends, and its function was called once."""
    fn = Hostile(manners)

    async def main(stop: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        timers = [loop.call_later(0.001 * turn, signal.raise_signal, signal.SIGTERM) for turn in range(signals)]
        try:
            await fn()
        finally:
            # One that comes when the runner has ended would end the tests.
            for timer in timers:
                timer.cancel()

    raised = pytest.raises((SystemExit, ConnectionError, asyncio.CancelledError))
    with nullcontext() if manners == "swallows" else raised:
        run_service(main, grace=0)
    assert (fn.calls, fn.running) == (1, 0)
    record_property("hostile", ["service_runner", manners, 1])
