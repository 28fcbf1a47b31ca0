"""A lock per key for asyncio: one task at a time per key, and no memory for keys that are not held"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class KeyedLock(Generic[K]):
    """Lets one task at a time into the blocks of a key. Blocks of different keys don't wait for each other.

    Waiters for a key are served in the order of their calls. A waiter that is cancelled leaves the queue, and those
    behind it move up. A key takes memory only while a task holds it.

    Like `asyncio.Lock`, it isn't reentrant: a task that acquires a key twice waits for itself. Tasks that hold
    several keys at once should acquire them in the same order; otherwise two of them may wait for each other.

    Use it from one event loop only. It needs no closing, and starts no task.
    """

    def __init__(self) -> None:
        # For each key that is held, the queue of its waiters.
        self._lines: dict[K, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def hold(self, key: K) -> AsyncGenerator[None, None]:
        """`async with locks.hold(key):` acquires the key for the block, and releases it however the block ends.

        Args:
            key: What to lock. Keys that are equal are the same key.
        """
        await self.acquire(key)
        try:
            yield
        finally:
            self.release(key)

    async def acquire(self, key: K) -> None:
        """Wait until the key is free and it is this caller's turn, then hold it.

        If the caller is cancelled while it waits, it does not hold the key. If the key is free, this doesn't wait.
        """
        line = self._lines.get(key)
        if line is None:
            self._lines[key] = deque()
            return
        turn = asyncio.get_running_loop().create_future()
        line.append(turn)
        try:
            await turn
        except BaseException:
            if turn in line:
                line.remove(turn)
            elif not turn.cancelled():
                # It was handed the key, and cancelled before it could continue.
                self.release(key)
            raise

    def release(self, key: K) -> None:
        """Hand the key to the task that has waited longest for it; without a waiter, it is free.

        Raises:
            RuntimeError: If no task holds the key.
        """
        if key not in self._lines:
            raise RuntimeError(f"no task holds {key!r}")
        line = self._lines[key]
        while line:
            turn = line.popleft()
            # A waiter that is done was cancelled a moment ago, and has not yet left.
            if not turn.done():
                turn.set_result(None)
                return
        del self._lines[key]

    def __contains__(self, key: K) -> bool:
        """Whether a task holds the key."""
        return key in self._lines

    def __len__(self) -> int:
        """The number of keys that are held."""
        return len(self._lines)
