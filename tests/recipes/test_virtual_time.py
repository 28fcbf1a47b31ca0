"""Who looks at the virtual clock instead of waiting gets to the end all the same."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiolimiter import AsyncLimiter
from virtual_time import virtual_run


async def _poll(seconds: float) -> None:
    """Go on until it is late enough, and let the other tasks run meanwhile."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:  # noqa: ASYNC110  (what is tried)
        await asyncio.sleep(0)


async def _set_timers_for_now() -> None:
    """Find a timer to be a little early, as one whose time was computed may be, and set the next for what is left."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(1.7)
    done = loop.create_future()
    end = loop.time() + 1e-12

    def look() -> None:
        if loop.time() < end:
            loop.call_at(loop.time(), look)
        else:
            done.set_result(None)

    look()
    await done


async def _wait_for_a_limiter() -> None:
    """It computes when there is room again, and finds by an error of rounding that there is none yet."""
    limiter = AsyncLimiter(4, 0.2)

    async def request(amount: int) -> None:
        await limiter.acquire(amount)

    await asyncio.gather(*(request(amount) for amount in (4, 4, *20 * [1])))


@pytest.mark.parametrize(
    ("wait", "seconds"), [(lambda: _poll(0.5), 0.5), (_set_timers_for_now, 1.7), (_wait_for_a_limiter, 1.2)]
)
def test_who_looks_at_the_clock_gets_to_the_end(wait: Callable[[], Awaitable[None]], seconds: float) -> None:
    """At about the time that it waited for."""

    async def main() -> float:
        await wait()
        return asyncio.get_running_loop().time()

    assert virtual_run(main()) == pytest.approx(seconds, abs=0.002)


def test_a_thousand_turns_take_no_time() -> None:
    """Tasks that let each other run are exact; and a wait begins the count anew."""

    async def main() -> float:
        for _ in range(3):
            for _ in range(900):
                await asyncio.sleep(0)
            await asyncio.sleep(1)
        return asyncio.get_running_loop().time()

    assert virtual_run(main()) == 3
