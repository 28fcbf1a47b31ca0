"""A pipeline for asyncio: stages that work concurrently, with bounded queues between them"""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Stage(Generic[T]):
    """One stage of a pipeline.

    Args:
        fn: Called with each item. What it returns is the item for the next stage.
        workers: How many calls may run at once; at least 1. One worker keeps the order of the items, several don't.

    Raises:
        ValueError: If `workers` is less than 1.
    """

    fn: Callable[[T], Awaitable[Any]]
    workers: int = 1

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError("workers must be at least 1")


class Pipeline(Generic[T]):
    """Sends items through stages, which all work at the same time, each on its own items.

    Before each stage there is a queue of at most `maxsize` items. When it is full, the stage that fills it waits, and
    so on up to the input. So the pipeline never holds more than its queues do, one item per worker, and one more.

    A pipeline holds no state: it may run several times, even at once.

    Args:
        first: The first stage: a `Stage`, or a function, for a stage with one worker.
        others: The stages after it. What the last one returns is dropped.
        maxsize: How many items may wait before each stage; at least 1.

    Raises:
        ValueError: If `maxsize` is less than 1.
    """

    def __init__(
        self,
        first: Stage[T] | Callable[[T], Awaitable[Any]],
        *others: Stage[Any] | Callable[[Any], Awaitable[Any]],
        maxsize: int = 1,
    ) -> None:
        if maxsize < 1:
            raise ValueError("maxsize must be at least 1")
        self._stages = [_stage(each) for each in (first, *others)]
        self._maxsize = maxsize

    async def run(self, items: Iterable[T] | AsyncIterable[T]) -> int:
        """Send all items through, and return how many have come out at the end: as many as went in.

        When it returns or raises, no worker is left: if the input or a stage fails, or the caller is cancelled, all
        workers are cancelled and have ended. Items that are then under way are dropped.

        Args:
            items: The input, an iterable or an asynchronous iterable. It isn't closed if the pipeline ends first: put
                `contextlib.aclosing` around an asynchronous generator that has to be closed.

        Raises:
            ExceptionGroup: With what the input and the stages have raised. A `CancelledError` of a call's own becomes
                a `RuntimeError`.
        """
        inboxes: list[asyncio.Queue[Any]] = [asyncio.Queue(self._maxsize) for _ in self._stages]
        working = [stage.workers for stage in self._stages]
        last = len(self._stages) - 1
        finished = 0

        async def feed() -> None:
            if isinstance(items, AsyncIterable):
                async for item in items:
                    await inboxes[0].put(item)
            else:
                for item in items:
                    await inboxes[0].put(item)
            await inboxes[0].put(_END)

        async def work(number: int) -> None:
            nonlocal finished
            fn, inbox = self._stages[number].fn, inboxes[number]
            while (item := await inbox.get()) is not _END:
                result = await _call(fn, item)
                if number == last:
                    finished += 1
                else:
                    await inboxes[number + 1].put(result)
            working[number] -= 1
            if working[number]:
                inbox.put_nowait(_END)  # For the next worker; there is room, and nothing follows the end.
            elif number != last:
                await inboxes[number + 1].put(_END)

        async with asyncio.TaskGroup() as group:
            group.create_task(feed())
            for number, stage in enumerate(self._stages):
                for _ in range(stage.workers):
                    group.create_task(work(number))
        return finished


_END = object()


def _stage(stage_or_fn: Stage[Any] | Callable[[Any], Awaitable[Any]]) -> Stage[Any]:
    return Stage(stage_or_fn) if callable(stage_or_fn) else stage_or_fn


async def _call(fn: Callable[[T], Awaitable[Any]], item: T) -> Any:
    """Call the function, and make sure that the worker ends as cancelled if and only if the pipeline cancels it.

    Otherwise the group would regard the worker as cancelled although it failed, or wait for one that continues.
    """
    worker = asyncio.current_task()
    assert worker
    try:
        result = await fn(item)
    except asyncio.CancelledError as error:
        if not worker.cancelling():
            raise RuntimeError("a call was cancelled, and not by the pipeline") from error
        raise
    if worker.cancelling():
        raise asyncio.CancelledError
    return result
