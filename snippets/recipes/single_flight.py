"""Single flight for asyncio: one call at a time for each key, and every caller gets its result"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

K = TypeVar("K", bound=Hashable)
P = ParamSpec("P")
R = TypeVar("R")


class SingleFlight(Generic[K, R]):
    """Lets callers that ask for the same key at the same time share one call.

    It isn't a cache: when a call has ended, the next caller starts a new one.

    The call runs in a task of its own. A caller that is cancelled doesn't affect the others. With the last caller
    the call is cancelled too, and has ended before that caller continues. A caller that arrives in between starts a
    new call after that: two calls for one key never overlap.

    Use it from one event loop only. It needs no closing, because a caller waits for each call that runs.
    """

    def __init__(self) -> None:
        self._flights: dict[K, _Flight[R]] = {}

    async def do(self, key: K, fn: Callable[P, Coroutine[Any, Any, R]], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the result of the call that is under way for this key; if there is none, call `fn(*args, **kwargs)`.

        All callers get the same object: don't change it.

        Args:
            key: Identifies what the caller wants.
            fn: Gets it. It runs with the context variables of the caller that starts it. It must not ask for its own
                key, which would wait for itself.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Raises:
            Exception: What the call raises; every caller gets it.
            RuntimeError: If the call ended in a `CancelledError` of its own: it awaited something that was cancelled.
        """
        while (flight := self._flights.get(key)) and flight.abandoned:
            await asyncio.wait([flight.task])
        if flight is None or flight.task.done():
            flight = self._flights[key] = _Flight(asyncio.create_task(fn(*args, **kwargs)))
            flight.task.add_done_callback(lambda _: self._remove(key, flight))
        flight.callers += 1
        try:
            await asyncio.wait([flight.task])
        finally:
            flight.callers -= 1
            if flight.abandoned:
                await _end(flight.task)
        if flight.task.cancelled():
            raise RuntimeError(f"the call for {key!r} was cancelled, and not by its callers")
        return flight.task.result()

    def _remove(self, key: K, flight: "_Flight[R]") -> None:
        # A caller may have found this one done, and started the next.
        if self._flights.get(key) is flight:
            del self._flights[key]


@dataclass
class _Flight(Generic[R]):
    task: asyncio.Task[R]
    callers: int = 0

    @property
    def abandoned(self) -> bool:
        """Whether it has not ended yet, and no caller is left."""
        return not self.callers and not self.task.done()


async def _end(task: asyncio.Task[Any]) -> None:
    """Cancel a task, and wait until it has ended, even if the caller is cancelled meanwhile."""
    task.cancel()
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled
