"""A rate limiter for asyncio: a bound for any window of time, first come, first served"""

import asyncio
from collections import deque
from types import TracebackType


class RateLimiter:
    """Lets at most `rate` acquisitions start in any `per` seconds; more only if you allow a `burst`.

    It is a token bucket: the bucket holds `burst` tokens, is full at the start, and gains `rate` tokens every `per`
    seconds, evenly spread. With a burst of 1, acquisitions are evenly spread, too; a larger burst adds at most
    `burst - 1` acquisitions to any `per` seconds.

    Waiters are served in the order of their calls. One that asks for many tokens is not overtaken by later ones that
    ask for few. A waiter that is cancelled takes no token, and those behind it move up.

    Use it from one event loop only. It needs no closing, and starts no task.

    Args:
        rate: The tokens gained every `per` seconds; more than 0.
        per: The length of that time in seconds; more than 0.
        burst: The capacity of the bucket, which can be used up at once after a pause; at least 1.

    Raises:
        ValueError: If `rate`, `per` or `burst` is too small.
    """

    def __init__(self, rate: float, per: float = 1.0, burst: int = 1) -> None:
        if rate <= 0 or per <= 0:
            raise ValueError("rate and per must be greater than 0")
        if burst < 1:
            raise ValueError("burst must be at least 1")
        self._burst = burst
        self._per_second = rate / per
        self._tokens = float(burst)
        self._updated: float | None = None
        self._waiters: deque[asyncio.Future[None]] = deque()

    async def acquire(self, n: int = 1) -> None:
        """Wait until it is this caller's turn and the bucket has `n` tokens, then take them.

        Args:
            n: The number of tokens, from 1 to `burst`.

        Raises:
            ValueError: If `n` is less than 1, or greater than the bucket's capacity.
        """
        if not 1 <= n <= self._burst:
            raise ValueError(f"n must be between 1 and burst ({self._burst}), not {n}")
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiters.append(turn)
        try:
            if self._waiters[0] is not turn:
                await turn
            while (missing := n - self._available(loop.time())) > 1e-9:
                await asyncio.sleep(missing / self._per_second)
            self._tokens -= n
        finally:
            self._leave(turn)

    def _available(self, now: float) -> float:
        """The tokens in the bucket at the loop's time `now`."""
        if self._updated is not None:
            gained = (now - self._updated) * self._per_second
            self._tokens = min(float(self._burst), self._tokens + gained)
        self._updated = now
        return self._tokens

    def _leave(self, turn: asyncio.Future[None]) -> None:
        """A caller has its tokens, or has been cancelled; if it was the first in the queue, wake the next one."""
        was_first = self._waiters[0] is turn
        self._waiters.remove(turn)
        # If the next one is done, it was cancelled a moment ago, and leaves by itself.
        if was_first and self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(None)

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Returns no token: a rate counts starts."""
