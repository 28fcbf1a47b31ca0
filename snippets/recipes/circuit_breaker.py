"""A circuit breaker for asyncio: no calls to a service that is down, and one probe to see whether it is back"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


class CircuitOpen(Exception):
    """The call was not made, because the service seems to be down.

    Attributes:
        retry_after: The seconds until a probe may be made; 0 while one is under way.
    """

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"the circuit is open, a probe may be made in {retry_after:.1f} s")
        self.retry_after = retry_after


class CircuitBreaker:
    """Stops calling a service that fails repeatedly, and finds out with one call at a time whether it is back.

    It is *closed* at first, and calls go through. When `threshold` of them have failed in a row, it is *open* for
    `reset` seconds, and calls raise `CircuitOpen` at once. Then it is *half-open*: the next call is the probe, and all
    others still raise until the probe ends. If it succeeds, the circuit is closed; if it fails, it is open again.

    A call that raises an exception not named by `trip_on` is a success: the service has answered. A call that is
    cancelled is neither a success nor a failure, whatever its clean-up raises or the function returns; if it was the
    probe, the next call is the probe. So put a time limit inside the function that you call: one around `call` cancels
    from outside, and doesn't count as a failure. A call that began before the state changed no longer affects it.

    Use one breaker per service, shared by all tasks of one event loop.

    Args:
        threshold: How many failures in a row open the circuit; at least 1.
        reset: The seconds for which it stays open.
        trip_on: The exceptions that are failures of the service: a subclass of `Exception`, or a tuple of them.

    Raises:
        ValueError: If `threshold` is less than 1, or `reset` is negative.
        TypeError: If `trip_on` has anything but subclasses of `Exception`.
    """

    def __init__(
        self, threshold: int, reset: float, trip_on: type[Exception] | tuple[type[Exception], ...] = Exception
    ) -> None:
        if threshold < 1 or reset < 0:
            raise ValueError("threshold must be at least 1, and reset must not be negative")
        for kind in cast("tuple[object, ...]", trip_on if isinstance(trip_on, tuple) else (trip_on,)):
            if not (isinstance(kind, type) and issubclass(kind, Exception)):
                raise TypeError(f"trip_on takes subclasses of Exception, not {kind!r}")
        self._threshold = threshold
        self._reset = reset
        self._trip_on = trip_on
        self._failures = 0
        self._probe_at: float | None = None  # the loop's time; None while the circuit is closed
        self._probing = False
        self._changes = 0  # a call counts if there was none since it began

    @property
    def state(self) -> Literal["closed", "open", "half-open"]:
        """The state that a call would find now. It is half-open while a probe is under way, too."""
        if self._probe_at is None:
            return "closed"
        return "half-open" if self._probing or self._now() >= self._probe_at else "open"

    async def call(self, fn: Callable[P, Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `fn(*args, **kwargs)`, unless the circuit is open, and return its result.

        Raises:
            CircuitOpen: If the circuit is open, or half-open with a probe under way. Nothing was called.
            Exception: What the function raises, whether it counts as a failure or not.
        """
        if self._probe_at is not None:
            # No await between the check and the assignment: two calls can't both be the probe.
            wait = self._probe_at - self._now()
            if self._probing or wait > 0:
                raise CircuitOpen(max(wait, 0.0))
            self._probing = True
            self._changes += 1
        began = self._changes
        task = asyncio.current_task()
        assert task
        cancellations = task.cancelling()
        ended: Callable[[int], None] = self._succeeded
        try:
            return await fn(*args, **kwargs)
        except self._trip_on:
            ended = self._failed
            raise
        except BaseException as error:
            if not isinstance(error, Exception):
                ended = self._gave_up
            raise
        finally:
            # What the clean-up of a cancelled call raises, or what a function returns that has swallowed a
            # cancellation, shows nothing about the service.
            (self._gave_up if task.cancelling() > cancellations else ended)(began)

    def _succeeded(self, began: int) -> None:
        if began == self._changes:
            self._failures = 0
            if self._probing:
                self._change(None)

    def _failed(self, began: int) -> None:
        if began == self._changes:
            self._failures += 1
            if self._probing or self._failures >= self._threshold:
                self._change(self._now() + self._reset)

    def _gave_up(self, began: int) -> None:
        if began == self._changes:
            self._probing = False

    def _change(self, probe_at: float | None) -> None:
        self._failures = 0
        self._probe_at = probe_at
        self._probing = False
        self._changes += 1

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
