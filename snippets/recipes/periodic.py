"""A periodic job for asyncio: on time, one run at a time, and again after an error"""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Literal, NoReturn, get_args

Overlap = Literal["skip", "catch_up"]


class Periodic:
    """Awaits a function at start, start + `every`, start + 2 `every` and so on, one run at a time.

    Times are counted from the start, so that they don't drift, however long a run takes. A run that raises is reported,
    and the next one takes place at its time.

    It starts no task: `run` is a coroutine that you start in a `TaskGroup`, for instance.

    Args:
        fn: The function to call. It is awaited in the task of `run`. Use `functools.partial` to give it arguments.
        every: The seconds from one due time to the next; more than 0.
        overlap: What happens to due times that pass while a run is in progress:

            - `"skip"`: they are left out, and counted in `skipped`;
            - `"catch_up"`: the runs follow one after another without a pause, until the job is on time again.
        on_error: Called with the exception of a run that has failed. By default, the event loop's exception handler
            is called, which logs it.

    Attributes:
        skipped: The number of due times that were left out.

    Raises:
        ValueError: If `every` is too small, or `overlap` is neither of the two.
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
        """Call the function again and again, for the first time at once.

        Cancel the task to end this. A run in progress is cancelled with it, and has ended when this raises: usually
        CancelledError, even if the function swallows it and returns; or what its clean-up raises.

        Otherwise, what the function raises ends this only if it isn't an `Exception`, such as KeyboardInterrupt, or if
        `on_error` raises.

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
            # Even if late, give the loop a turn, so that runs that never wait don't block it.
            await asyncio.sleep(max(0.0, start + number * self._every - loop.time()))
            try:
                await self._fn()
            except (Exception, asyncio.CancelledError) as error:
                # Was this task cancelled? Otherwise the function failed, or awaited something that was cancelled.
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
