"""Retries for asyncio: a few attempts, exponential backoff with jitter, and a limit for the total time"""

import asyncio
import errno
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_NETWORK = {
    errno.ECONNABORTED,
    errno.ECONNREFUSED,
    errno.ECONNRESET,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.ENETUNREACH,
    errno.EPIPE,
    errno.ETIMEDOUT,
}


def is_temporary(error: Exception) -> bool:
    """Whether an error may be temporary: a connection that failed, or a timeout.

    Libraries wrap these errors: an `OSError` with the error number of such a failure counts too, and so does aiohttp's
    `ClientConnectorError`.
    """
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    return isinstance(error, OSError) and error.errno in _NETWORK


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When to try again, and when to give up.

    A policy holds no state: one serves any number of calls at the same time.

    Args:
        attempts: The largest number of calls, including the first; at least 1.
        base: The pause after the first failure, in seconds. Each further pause is twice as long.
        cap: The longest pause, in seconds.
        jitter: The part of each pause that is drawn at random: all of it with 1 ("full jitter"), none with 0.
        retry_on: The errors to retry: a subclass of `Exception`, a tuple of them, or a function that is called with
            the error. `CancelledError`, `KeyboardInterrupt` and their like are never retried.
        total_timeout: The seconds that all attempts and pauses may take together; None for no limit.

    Raises:
        ValueError: If a number is out of range.
        TypeError: If `retry_on` is something else.
    """

    attempts: int = 3
    base: float = 0.1
    cap: float = 10.0
    jitter: float = 1.0
    retry_on: type[Exception] | tuple[type[Exception], ...] | Callable[[Exception], bool] = is_temporary
    total_timeout: float | None = None

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError("attempts must be at least 1")
        if self.base < 0 or self.cap < 0 or not 0 <= self.jitter <= 1:
            raise ValueError("base and cap must not be negative, and jitter must be between 0 and 1")
        given = cast("object", self.retry_on)
        for kind in cast("tuple[object, ...]", given if isinstance(given, tuple) else (given,)):
            accepted = issubclass(kind, Exception) if isinstance(kind, type) else kind is given and callable(kind)
            if not accepted:
                raise TypeError(f"retry_on takes subclasses of Exception, or a function, not {kind!r}")

    async def call(self, fn: Callable[P, Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `fn(*args, **kwargs)` until it succeeds, and return its result.

        Raises:
            TimeoutError: If `total_timeout` expires during an attempt. That attempt is cancelled.
            Exception: What the last attempt raised. An attempt is the last one if no more are allowed, if `retry_on`
                doesn't cover its error, if the pause after it would end too late, or if it was cancelled and raised
                something other than `CancelledError`: a cancelled call is never retried.
        """
        task = asyncio.current_task()
        assert task
        async with asyncio.timeout(self.total_timeout) as limit:
            cancellations = task.cancelling()
            longest = min(self.base, self.cap)
            for _ in range(self.attempts - 1):
                try:
                    return await fn(*args, **kwargs)
                except Exception as error:
                    pause = longest * (1 - self.jitter * random.random())
                    end = limit.when()
                    too_late = end is not None and asyncio.get_running_loop().time() + pause >= end
                    if too_late or task.cancelling() > cancellations or not self._covers(error):
                        raise
                await asyncio.sleep(pause)
                longest = min(longest * 2, self.cap)
            return await fn(*args, **kwargs)

    def _covers(self, error: Exception) -> bool:
        kinds = self.retry_on
        return isinstance(error, kinds) if isinstance(kinds, type | tuple) else kinds(error)
