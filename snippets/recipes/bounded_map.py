"""A bounded map for asyncio: a few calls at a time, and no item pulled before there is room"""

import asyncio
from collections import deque
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Generator,
    Iterable,
    Iterator,
)
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def bounded_map(
    fn: Callable[[T], Awaitable[R]],
    items: Iterable[T] | AsyncIterable[T],
    limit: int,
    ordered: bool = True,
) -> AsyncGenerator[R, None]:
    """Calls `fn` for each item, at most `limit` at a time, and yields the results.

    An item is pulled only when there is room: at most `limit` pulled items have a result that was not yet yielded. So
    neither a long input nor a slow consumer makes it grow, and there are never more than `limit` tasks.

    No call outlives the iteration: after an exception, a cancellation, or `aclose()`, the calls that still run are
    cancelled, and have finished before the iteration returns or raises; then the input is closed, if it is a generator.
    To leave a loop early, put `contextlib.aclosing` around the iterator; without it, Python closes it at a later time.

    Args:
        fn: What to call, in a task for each item.
        items: The input, an iterable or an asynchronous iterable. It is pulled by one task at a time.
        limit: How many calls may run at once; at least 1.
        ordered: Whether results come in the order of their items. Otherwise they come in the order of completion.

    Raises:
        ValueError: If `limit` is less than 1.
        Exception: What `fn` or the input raises is raised in place of the result, and ends the iteration. What the
            cancelled calls then raise is dropped. A `CancelledError` of `fn`'s own, because it awaited something that
            was cancelled, becomes a `RuntimeError`.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    source = aiter(items) if isinstance(items, AsyncIterable) else iter(items)
    return _bounded_map(fn, source, limit, ordered)


async def _bounded_map(
    fn: Callable[[T], Awaitable[R]],
    source: Iterator[T] | AsyncIterator[T],
    limit: int,
    ordered: bool,
) -> AsyncGenerator[R, None]:
    turn = asyncio.Lock()
    exhausted = False

    async def pull_and_call() -> tuple[R] | None:
        """A result, or None after the last item. The lock serves in order, so tasks get items in their own order."""
        nonlocal exhausted
        async with turn:
            if exhausted:
                return None
            try:
                item = await anext(source) if isinstance(source, AsyncIterator) else next(source)
            except (StopIteration, StopAsyncIteration):
                exhausted = True
                return None
        return (await fn(item),)

    tasks: deque[asyncio.Task[tuple[R] | None]] = deque()
    finished: asyncio.Queue[asyncio.Task[tuple[R] | None]] = asyncio.Queue()
    try:
        while True:
            while len(tasks) < limit and not exhausted:
                task = asyncio.create_task(pull_and_call())
                tasks.append(task)
                if not ordered:
                    task.add_done_callback(finished.put_nowait)
            if not tasks:
                return
            if ordered:
                task = tasks[0]
                await asyncio.wait([task])
            else:
                task = await finished.get()
            if task.cancelled():
                raise RuntimeError("a call was cancelled, and not by the map")
            result = task.result()
            tasks.remove(task)
            if result is not None:
                yield result[0]
    finally:
        try:
            await _end(tasks)
        finally:
            if isinstance(source, AsyncGenerator):
                await source.aclose()
            elif isinstance(source, Generator):
                source.close()


async def _end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks, and wait until they have ended, even if the caller is cancelled meanwhile."""
    for task in tasks:
        task.cancel()
    cancelled = None
    while unfinished := [task for task in tasks if not task.done()]:
        try:
            await asyncio.wait(unfinished)
        except asyncio.CancelledError as error:
            cancelled = error
    for task in tasks:
        if not task.cancelled():
            task.exception()  # Otherwise asyncio would log that it was never retrieved.
    if cancelled:
        raise cancelled
