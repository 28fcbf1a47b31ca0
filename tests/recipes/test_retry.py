"""What a retry policy promises, in virtual time."""

import asyncio
import errno
import random
import socket
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from cancelling import Cancellation, at_every_await
from retry import Policy
from virtual_time import virtual_run as run


class Service:
    """Fails so many times, and notes when it was called."""

    def __init__(self, failures: float, error: Callable[[], BaseException] = ConnectionError, takes: float = 0) -> None:
        self.failures = failures
        self.error = error
        self.takes = takes
        self.calls: list[float] = []

    async def ask(self) -> str:
        self.calls.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self.takes)
        if len(self.calls) <= self.failures:
            raise self.error()
        return "ok"


def test_pauses_double_up_to_the_cap() -> None:
    """Without jitter they are exact, and the last failure is followed by none."""
    service = Service(failures=9)

    async def main() -> float:
        with pytest.raises(ConnectionError):
            await Policy(attempts=6, base=1, cap=5, jitter=0).call(service.ask)
        return asyncio.get_running_loop().time()

    assert run(main()) == 1 + 2 + 4 + 5 + 5
    assert service.calls == [0, 1, 3, 7, 12, 17]


@pytest.mark.parametrize("seed", range(10))
def test_jitter_shortens_only_its_part(seed: int) -> None:
    """Each pause lies between the part that is not drawn and the whole; no two callers have the same."""
    random.seed(seed)
    service = Service(failures=9)

    async def main() -> None:
        with pytest.raises(ConnectionError):
            await Policy(attempts=5, base=1, cap=100, jitter=0.5).call(service.ask)

    run(main())
    pauses = [later - earlier for earlier, later in zip(service.calls, service.calls[1:], strict=False)]
    for longest, pause in zip([1, 2, 4, 8], pauses, strict=True):
        assert longest / 2 <= pause < longest


@pytest.mark.parametrize("failures", range(4))
def test_the_first_success_is_the_result(failures: int) -> None:
    """And nothing is called after it; arguments are passed on."""
    calls: list[tuple[int, str]] = []

    async def ask(number: int, *, name: str) -> str:
        calls.append((number, name))
        if len(calls) <= failures:
            raise TimeoutError
        return "ok"

    assert run(Policy(attempts=4).call(ask, 1, name="a")) == "ok"
    assert calls == [(1, "a")] * (failures + 1)


@pytest.mark.parametrize("error", [LookupError, asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_is_not_named_is_not_retried(error: type[BaseException]) -> None:
    """Above all nothing that is no Exception, whatever is named."""
    service = Service(9, error)

    async def main() -> None:
        with pytest.raises(error):
            await Policy(retry_on=(OSError,) if error is LookupError else (Exception,)).call(service.ask)

    run(main())
    assert len(service.calls) == 1


@pytest.mark.parametrize("seed", range(20))
def test_the_whole_time_is_bounded(seed: int) -> None:
    """However attempts and pauses fall. It gives up early rather than pause for longer than there is time."""
    chance = random.Random(seed)
    random.seed(seed)
    total = chance.choice([0, 0.5, 2, 10])
    service = Service(chance.choice([2, 10**9]), takes=chance.choice([0, 0.3, 4, 100]))

    async def main() -> tuple[str, float]:
        policy = Policy(attempts=10**9, base=chance.choice([0.001, 0.1, 3]), cap=5, total_timeout=total)
        try:
            result = await policy.call(service.ask)
        except (ConnectionError, TimeoutError) as error:
            result = type(error).__name__
        return result, asyncio.get_running_loop().time()

    result, end = run(main())
    assert end <= total + 1e-9
    if result == "TimeoutError":
        assert end == pytest.approx(total)
    assert result in ("ok", "TimeoutError", "ConnectionError")


def test_no_pause_is_begun_that_ends_too_late() -> None:
    """The real error comes at once, not a timeout some time later."""
    service = Service(failures=9, takes=1)

    async def main() -> float:
        with pytest.raises(ConnectionError):
            await Policy(attempts=9, base=5, jitter=0, total_timeout=12).call(service.ask)
        return asyncio.get_running_loop().time()

    assert run(main()) == 7
    assert service.calls == [0, 6]


def disguised(disguise: Callable[[], BaseException]) -> tuple[Callable[[], Any], list[int]]:
    """A call that makes another error of its cancellation, as some libraries do."""
    calls: list[int] = []

    async def ask() -> None:
        calls.append(1)
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise disguise() from None
        raise LookupError("the test is at fault: nobody cancelled")

    return ask, calls


@pytest.mark.parametrize("total_timeout", [None, 0.5])
def test_a_cancellation_in_disguise_is_not_retried(total_timeout: float | None) -> None:
    """Whether the caller was cancelled or the time is over."""
    ask, calls = disguised(ConnectionError)

    async def main() -> None:
        task = asyncio.create_task(Policy(attempts=9, total_timeout=total_timeout).call(ask))
        if total_timeout is None:
            await asyncio.sleep(0.5)
            task.cancel()
        with pytest.raises(ConnectionError):
            await task

    run(main())
    assert calls == [1]


def test_timeouts_of_each_attempt_are_retried() -> None:
    """A limit inside an attempt is a failure like others, and not taken for a cancellation."""
    calls: list[int] = []

    async def ask() -> str:
        calls.append(1)
        async with asyncio.timeout(1):
            await asyncio.sleep(5 if len(calls) < 3 else 0)
            return "ok"

    assert run(Policy(total_timeout=60).call(ask)) == "ok"
    assert len(calls) == 3


def test_cancelled_at_every_await() -> None:
    """In an attempt or in a pause: it is over, and nothing is called again."""

    async def scenario(cancellation: Cancellation) -> None:
        service = Service(failures=3, takes=1)
        task = cancellation.start(Policy(attempts=4, total_timeout=60).call(service.ask))
        await asyncio.wait([task])
        assert task.cancelled() == cancellation.reached
        calls = len(service.calls)
        await asyncio.sleep(100)
        assert len(service.calls) == calls <= 4

    at_every_await(scenario)


@pytest.mark.parametrize(
    "arguments",
    [
        {"attempts": 0},
        {"base": -1},
        {"cap": -1},
        {"jitter": 2},
        {"retry_on": (BaseException,)},
        {"retry_on": 5},
        {"retry_on": (OSError, callable)},
    ],
)
def test_bad_policies_are_refused(arguments: dict[str, Any]) -> None:
    """When they are made, and not at the first failure."""
    with pytest.raises((ValueError, TypeError), match=r"must|subclasses of Exception"):
        Policy(**arguments)


@pytest.mark.parametrize("kind", [asyncio.CancelledError, KeyboardInterrupt, SystemExit])
def test_no_policy_retries_a_cancellation(kind: Any) -> None:
    """It can't even be asked for."""
    for retry_on in (kind, (OSError, kind)):
        with pytest.raises(TypeError, match="subclasses of Exception"):
            Policy(retry_on=retry_on)


@pytest.mark.parametrize(
    ("error", "retried"),
    [
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (OSError(errno.ECONNREFUSED, "wrapped"), True),
        (OSError(errno.ENOENT, "no such file"), False),
        (OSError("no number"), False),
        (ValueError(), False),
    ],
    ids=repr,
)
def test_what_is_retried_by_default(error: Exception, retried: bool) -> None:
    """What may pass by itself, also as a library wraps it."""

    async def main() -> int:
        calls = 0

        async def ask() -> None:
            nonlocal calls
            calls += 1
            raise error

        with pytest.raises(type(error)):
            await Policy(attempts=2, base=0).call(ask)
        return calls

    assert run(main()) == 1 + retried


def test_a_refused_aiohttp_connection_is_retried() -> None:
    """aiohttp's error is an OSError, and no ConnectionError."""
    calls = 0

    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        async with aiohttp.ClientSession() as session:

            async def get() -> None:
                nonlocal calls
                calls += 1
                async with session.get(f"http://127.0.0.1:{port}/"):
                    pass

            with pytest.raises(aiohttp.ClientConnectorError):
                await Policy(attempts=3, base=0).call(get)

    asyncio.run(main())
    assert calls == 3


def test_a_single_class_or_a_function_says_what_to_retry() -> None:
    """As `except` takes a class as well as a tuple."""

    async def main(retry_on: Any) -> int:
        calls = 0

        async def ask() -> None:
            nonlocal calls
            calls += 1
            raise LookupError("busy" if calls < 3 else "gone")

        with pytest.raises(LookupError):
            await Policy(attempts=5, base=0, retry_on=retry_on).call(ask)
        return calls

    assert run(main(LookupError)) == 5
    assert run(main(lambda error: "busy" in str(error))) == 3
