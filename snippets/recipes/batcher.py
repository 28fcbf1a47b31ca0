"""A batcher (dataloader) for asyncio: one call loads the keys of many callers"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Mapping
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


class Batcher(Generic[K, R]):
    """Collects keys that are asked for at nearly the same time, and loads them with one call.

    A batch is sent when it has `maxsize` keys, or `wait` seconds after its first key. Several batches may be under way.
    A caller that asks for a key that is being loaded gets the same result. It isn't a cache: when the answer has come,
    the next caller asks again.

    A caller that is cancelled doesn't affect the others. A key whose callers have all left is not sent; when the last
    caller of a batch that was sent leaves, the batch is cancelled, and has ended before that caller continues.

    It may be created where no event loop runs. Use it from one event loop only. It needs no closing, because a caller
    waits for each batch that is under way.

    Args:
        load_many: Loads a list of different keys, and returns a mapping from each of them to a result, or to an
            exception, as an object, if there is none. It runs in a task of its own, with the context variables that
            were set where the batcher was created, so callers don't see each other's.
        maxsize: The largest number of keys in a batch; at least 1.
        wait: The seconds for which a batch is open. With 0, which suffices for tasks that are all ready to ask, it is
            sent when they have had their turn.

    Raises:
        ValueError: If `maxsize` is less than 1, or `wait` is negative.
    """

    def __init__(
        self,
        load_many: Callable[[list[K]], Coroutine[Any, Any, Mapping[K, R | Exception]]],
        maxsize: int = 100,
        wait: float = 0.0,
    ) -> None:
        if maxsize < 1 or wait < 0:
            raise ValueError("maxsize must be at least 1, and wait must not be negative")
        self._load_many = load_many
        self._context = copy_context()
        self._maxsize = maxsize
        self._wait = wait
        self._open: _Batch[K, R] | None = None
        self._batches: dict[K, _Batch[K, R]] = {}  # the batch in which a key is being loaded

    async def load(self, key: K) -> R:
        """The result for this key. All callers that wait for it at the same time get the same object.

        Raises:
            KeyError: If the answer lacks the key.
            Exception: The exception that the answer has for this key; or the one that `load_many` raised, then for
                every key of the batch.
            RuntimeError: For every key of the batch, if `load_many` ended in a `CancelledError` of its own, because it
                awaited something that was cancelled.
        """
        batch = self._batches.get(key)
        if batch is None or batch.task.done():
            batch = self._batches[key] = self._add(key)
        batch.callers[key] += 1
        try:
            await asyncio.wait([batch.task])
        finally:
            batch.callers[key] -= 1
            if not batch.callers[key]:
                self._remove(key, batch)
            if not batch.callers and not batch.task.done():
                self._close(batch)
                await _end(batch.task)
        if batch.task.cancelled():
            raise RuntimeError("a batch was cancelled, and not by its callers")
        answer = batch.task.result()[key]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _add(self, key: K) -> "_Batch[K, R]":
        """The open batch, to which this key was added."""
        batch = self._open
        if batch is None or batch.task.done():
            batch = self._open = self._start()
        batch.callers[key] = 0
        if len(batch.callers) == self._maxsize:
            self._close(batch)
        return batch

    def _start(self) -> "_Batch[K, R]":
        callers: dict[K, int] = {}
        full = asyncio.Event()

        async def collect_and_load() -> Mapping[K, R | Exception]:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._wait):
                    await full.wait()
            self._close(batch)
            return await self._load_many(list(callers))

        task = asyncio.get_running_loop().create_task(collect_and_load(), context=self._context.copy())
        batch: _Batch[K, R] = _Batch(task, callers, full)
        return batch

    def _remove(self, key: K, batch: "_Batch[K, R]") -> None:
        """The last caller that waited for this key of the batch has left."""
        del batch.callers[key]
        # A caller may have found the batch done, and asked again.
        if self._batches.get(key) is batch:
            del self._batches[key]

    def _close(self, batch: "_Batch[K, R]") -> None:
        """Add no more keys to this batch."""
        batch.full.set()
        if self._open is batch:
            self._open = None


@dataclass(frozen=True, eq=False)
class _Batch(Generic[K, R]):
    task: asyncio.Task[Mapping[K, R | Exception]]
    callers: dict[K, int]  # how many wait for each key
    full: asyncio.Event


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
