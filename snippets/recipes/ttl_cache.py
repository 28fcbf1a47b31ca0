"""A cache with a time to live for asyncio: each value is loaded once, however many callers ask"""

import asyncio
import random
from collections.abc import Callable, Coroutine, Hashable
from contextvars import copy_context
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def ttl_cache(
    ttl: float, maxsize: int = 1024, jitter: float = 0.0, stale: float = 0.0, pause: float = 1.0
) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], Callable[P, Coroutine[Any, Any, R]]]:
    """A decorator that keeps what a coroutine function returns for each set of arguments.

    A missing value is loaded once, however many callers ask for it: all of them wait for that one call. It runs in a
    task of its own, with the context variables that were set where the function was decorated, because its value is
    for every caller. A caller that is cancelled doesn't affect the others; with the last one, the call is cancelled
    too, and has ended before that caller continues.

    A value's age counts from the start of its call, because the value may be that old. Exceptions are not kept: all
    callers that wait get them, and the next caller starts a new call.

    Use a decorated function from one event loop only. All callers get the same object: don't change it. The cache
    keeps the arguments alive as well, including the object whose method is decorated.

    Args:
        ttl: The seconds for which a value is fresh; more than 0.
        maxsize: The largest number of values to keep. The least recently used one is evicted first.
        jitter: The largest part of `ttl` that is subtracted at random, from 0 to 1, so that values that were loaded
            together don't expire together.
        stale: The seconds after `ttl` in which callers get the old value at once, while one call in the background
            loads a new one. If that fails, the old value is kept, and asyncio logs the exception.
        pause: The seconds from the start of a background call that has failed to the next one for that value.

    Raises:
        ValueError: If a number is out of range.
        TypeError: From the decorated function, if an argument can't be hashed.
        RuntimeError: From the decorated function, if the call ended in a `CancelledError` of its own: it awaited
            something that was cancelled.
    """
    if ttl <= 0 or maxsize < 1 or not 0 <= jitter <= 1 or stale < 0 or pause < 0:
        raise ValueError(
            "ttl must be greater than 0, maxsize at least 1, jitter from 0 to 1, stale and pause not negative"
        )

    def decorate(fn: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
        cache = _Cache[R](ttl, maxsize, jitter, stale, pause)

        @wraps(fn)
        async def cached(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            return await cache.get(key, lambda: fn(*args, **kwargs))

        return cached

    return decorate


@dataclass
class _Entry(Generic[R]):
    value: R
    fresh_until: float
    stale_until: float
    next_load: float = 0.0  # not before this time, after a background call that has failed


@dataclass
class _Load(Generic[R]):
    task: asyncio.Task[R]
    callers: int = 0

    @property
    def abandoned(self) -> bool:
        """Whether it has not ended yet, and no caller is left."""
        return not self.callers and not self.task.done()


class _Cache(Generic[R]):
    def __init__(self, ttl: float, maxsize: int, jitter: float, stale: float, pause: float) -> None:
        self._ttl = ttl
        self._maxsize = maxsize
        self._jitter = jitter
        self._stale = stale
        self._pause = pause
        self._context = copy_context()
        self._entries: dict[Hashable, _Entry[R]] = {}  # the most recently used one is the last
        self._loads: dict[Hashable, _Load[R]] = {}

    async def get(self, key: Hashable, fn: Callable[[], Coroutine[Any, Any, R]]) -> R:
        """The kept value, or the result of the call that is under way or has to be started."""
        while True:
            entry, load = self._entry(key), self._loads.get(key)
            if entry or load is None or not load.abandoned:
                break
            await asyncio.wait([load.task])
        if entry:
            now = self._now()
            if entry.fresh_until <= now and entry.next_load <= now and key not in self._loads:
                entry.next_load = now + self._pause  # Matters only if the call fails: otherwise the entry is replaced.
                self._start(key, fn).callers += 1  # The cache itself is a caller that never leaves.
            return entry.value
        if load is None or load.task.done():
            load = self._start(key, fn)
        load.callers += 1
        try:
            await asyncio.wait([load.task])
        finally:
            load.callers -= 1
            if load.abandoned:
                await _end(load.task)
        if load.task.cancelled():
            raise RuntimeError("the call was cancelled, and not by its callers")
        return load.task.result()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _entry(self, key: Hashable) -> _Entry[R] | None:
        """The kept value for this key, if it is not too old. It becomes the most recently used one."""
        entry = self._entries.pop(key, None)
        if entry is None or entry.stale_until <= self._now():
            return None
        self._entries[key] = entry
        return entry

    def _start(self, key: Hashable, fn: Callable[[], Coroutine[Any, Any, R]]) -> _Load[R]:
        fresh_until = self._now() + self._ttl * (1 - self._jitter * random.random())

        async def call() -> R:
            value = await fn()
            self._entries.pop(key, None)
            while len(self._entries) >= self._maxsize:
                del self._entries[next(iter(self._entries))]
            self._entries[key] = _Entry(value, fresh_until, fresh_until + self._stale)
            return value

        def remove(_: object) -> None:
            # A caller may have found this one done, and started the next.
            if self._loads.get(key) is load:
                del self._loads[key]

        # A copy, so that the next call doesn't see what this one sets.
        task = asyncio.get_running_loop().create_task(call(), context=self._context.copy())
        load = self._loads[key] = _Load(task)
        load.task.add_done_callback(remove)
        return load


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
