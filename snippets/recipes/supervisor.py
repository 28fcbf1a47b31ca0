"""A supervisor for asyncio: it restarts what fails, with pauses, and gives up when that happens too often"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Literal, ParamSpec, TypeVar, get_args

P = ParamSpec("P")
R = TypeVar("R")
Restart = Literal["on_failure", "always"]


class TooManyRestarts(Exception):
    """The functions failed too often in too short a time. `__cause__` is the last error, if there was one."""


class Supervisor:
    """Awaits functions that should run for a long time, and restarts them when they end, up to a limit.

    All functions under one supervisor share its limit. It starts no task: `run` is a coroutine. Run several in a
    `TaskGroup`, and the one that reaches the limit ends them all, which is right for parts that need each other. Give
    parts that don't a supervisor each. A supervisor may run under another.

    Use it from one event loop only.

    Args:
        restart: When to restart a function: with `"on_failure"`, if it raised an `Exception`, or a `CancelledError` of
            its own, because it awaited something that was cancelled; with `"always"`, also if it returned.
        max_restarts: The largest number of restarts in any `window` seconds; at least 0.
        window: The length of that time in seconds; more than 0.
        pause: The seconds before a restart; at least 0. The pause is doubled for each restart in the last `window`
            seconds, up to `window`.
        on_restart: Called before the pause with the error, or None if the function returned. By default, the event
            loop's exception handler is called with the error and logs it.

    Raises:
        ValueError: If a number is too small, or `restart` is neither of the two.
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
        # The times of the restarts in the last `window` seconds, of all functions.
        self._restarts: deque[float] = deque()

    async def run(self, fn: Callable[P, Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> R:
        """Await `fn(*args, **kwargs)`, and restart it until it needs no restart.

        After the caller is cancelled there is no restart, whatever the function does about it: if its clean-up raises,
        this raises that error; if it returns under `"always"`, this raises CancelledError. KeyboardInterrupt,
        SystemExit and what `on_restart` raises also reach the caller.

        Args:
            fn: The function. It is awaited in the caller's task, so cancelling the caller cancels it, and its clean-up
                has ended when this raises.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            What the function returned, if `restart` is `"on_failure"`; otherwise this never returns.

        Raises:
            TooManyRestarts: If one more restart would exceed `max_restarts` in `window` seconds.
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
        """Count one more restart, if it is within the limit, and return the seconds to wait before it."""
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
