"""A supervisor for asyncio: it starts again what fails, with a pause, and gives up when that happens too often"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Literal, ParamSpec, TypeVar, get_args

P = ParamSpec("P")
R = TypeVar("R")
Restart = Literal["on_failure", "always"]


class TooManyRestarts(Exception):
    """What was supervised failed too often in too short a time. `__cause__` is its last error, if it was one."""


class Supervisor:
    """Awaits functions that should go on for long, and calls them again when they end, but not without a limit.

    All that run under one supervisor share its limit. It starts no task: `run` is a coroutine. Run several in a
    `TaskGroup`, and the one that reaches the limit ends them all, which is right for parts that need each other. Parts
    that don't should have a supervisor each, and a supervisor may run under another.

    Use it from one event loop.

    Args:
        restart: When a function is called again: `"on_failure"`, if it raised an `Exception`, or a `CancelledError` of
            its own, when it awaited something that was cancelled; or `"always"`, if it returned as well.
        max_restarts: How many ends in any `window` seconds are followed by a restart; at least 0.
        window: The length of that time in seconds; more than 0.
        pause: How many seconds pass before the first restart; at least 0. It is doubled for each one before it in the
            last `window` seconds, up to `window`.
        on_restart: Called before the pause with the error, or None if the function returned. If left out, the event
            loop's exception handler is called with the error and logs it.

    Raises:
        ValueError: If a number is too small, or there is no such way to restart.
    """

    def __init__(
        self,
        restart: Restart = "on_failure",
        max_restarts: int = 5,
        window: float = 60.0,
        pause: float = 0.1,
        on_restart: Callable[[BaseException | None], None] | None = None,
    ) -> None:
        if restart not in get_args(Restart):
            raise ValueError(f"restart must be one of {', '.join(get_args(Restart))}")
        if max_restarts < 0 or window <= 0 or pause < 0:
            raise ValueError("max_restarts and pause must be at least 0, and window greater than 0")
        self._restart = restart
        self._max_restarts = max_restarts
        self._window = window
        self._pause = pause
        self._on_restart = on_restart or _tell_the_loop
        # When the restarts of the last `window` seconds were decided, of all functions.
        self._restarts: deque[float] = deque()

    async def run(self, fn: Callable[P, Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> R:
        """Await `fn(*args, **kwargs)` again and again, until it needs no restart.

        Once the caller is cancelled there is no restart, whatever the function makes of it: if its clean-up raises,
        this raises that; if it returns under `"always"`, this raises CancelledError. KeyboardInterrupt and SystemExit
        go to the caller too, like what `on_restart` raises.

        Args:
            fn: What to call. It is awaited in the caller's task, so cancelling the caller cancels it, and its clean-up
                has ended when this raises.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            What the function returned, if `restart` is `"on_failure"`; otherwise this never returns.

        Raises:
            TooManyRestarts: If one more restart would be more than `max_restarts` in `window` seconds.
        """
        task = asyncio.current_task()
        assert task
        cancellations = task.cancelling()
        while True:
            error: BaseException | None = None
            try:
                result = await fn(*args, **kwargs)
            except (Exception, asyncio.CancelledError) as failure:
                if task.cancelling() > cancellations:
                    raise
                error = failure
            else:
                if self._restart == "on_failure":
                    return result
                if task.cancelling() > cancellations:
                    raise asyncio.CancelledError
            pause = self._count_restart(error)
            self._on_restart(error)
            await asyncio.sleep(pause)

    def _count_restart(self, error: BaseException | None) -> float:
        """The seconds to wait before one more restart, if it is within the limit."""
        now = asyncio.get_running_loop().time()
        while self._restarts and self._restarts[0] <= now - self._window:
            self._restarts.popleft()
        if len(self._restarts) >= self._max_restarts:
            raise TooManyRestarts(f"{self._max_restarts} restarts in {self._window} seconds were not enough") from error
        doubled = self._pause * (1 << min(len(self._restarts), 32))
        self._restarts.append(now)
        return min(doubled, self._window)


def _tell_the_loop(error: BaseException | None) -> None:
    if error is not None:
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": "what was supervised failed, and is restarted", "exception": error})
