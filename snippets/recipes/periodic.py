"""A periodic job for asyncio: it keeps its times, never meets itself, and outlives its errors"""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Literal, NoReturn, get_args

Overlap = Literal["skip", "catch_up"]


class Periodic:
    """Awaits a function at start, start + `every`, start + 2 `every` and so on, one run at a time.

    Times are counted from the start, so that they don't drift, however long a run takes. A run that raises is reported,
    and the next one takes place at its time.

    It starts no task: `run` is a coroutine for your `TaskGroup`, or for whatever keeps your tasks.

    Args:
        fn: What to call. It is awaited in the task of `run`. `functools.partial` gives it arguments.
        every: The seconds from one due time to the next; more than 0.
        overlap: What becomes of due times that come while a run still lasts:

            - `"skip"`: they are left out, and counted in `skipped`;
            - `"catch_up"`: they are made up for, one after the other without a pause, until it is on time again.
        on_error: Called with the exception of a run that has failed. If left out, the event loop's exception handler
            is, which logs it.

    Attributes:
        skipped: How many due times were left out.

    Raises:
        ValueError: If `every` is too small, or there is no such way to overlap.
    """

    def __init__(
        self,
        fn: Callable[[], Awaitable[object]],
        every: float,
        overlap: Overlap = "skip",
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        if every <= 0:
            raise ValueError("every must be greater than 0")
        if overlap not in get_args(Overlap):
            raise ValueError(f"overlap must be one of {', '.join(get_args(Overlap))}")
        self.skipped = 0
        self._fn = fn
        self._every = every
        self._overlap = overlap
        self._on_error = on_error or _tell_the_loop
        self._active = False

    async def run(self) -> NoReturn:
        """Run forever; the first run is at once.

        Cancel the task to end it. A run in progress is cancelled with it, and has ended when this raises: usually
        CancelledError, also if the function returns all the same; or what its clean-up raises.

        Otherwise, what the function raises ends this only if it isn't an `Exception`, such as KeyboardInterrupt, or if
        `on_error` raises too.

        Raises:
            RuntimeError: If this is running already.
        """
        if self._active:
            raise RuntimeError("this is running already")
        self._active = True
        try:
            await self._run()
        finally:
            self._active = False

    async def _run(self) -> NoReturn:
        loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task
        cancellations = task.cancelling()
        start = loop.time()
        number = 0
        while True:
            # Late or not, the loop gets a turn, so that a run that never waits doesn't block it.
            await asyncio.sleep(max(0.0, start + number * self._every - loop.time()))
            try:
                await self._fn()
            except (Exception, asyncio.CancelledError) as error:
                # Has this task been cancelled? Or has the function failed, or awaited something that was cancelled?
                if task.cancelling() > cancellations:
                    raise
                self._on_error(error)
            if task.cancelling() > cancellations:
                raise asyncio.CancelledError  # The function has swallowed it.
            number += 1
            if self._overlap == "skip":
                next_due = math.ceil((loop.time() - start) / self._every)
                self.skipped += max(0, next_due - number)
                number = max(number, next_due)


def _tell_the_loop(error: BaseException) -> None:
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": "a run of a periodic job failed", "exception": error})
