"""A lock per key for asyncio: one at a time for the same key, and no trace of keys that nobody holds"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class KeyedLock(Generic[K]):
    """Lets one task at a time into the blocks of one key. Blocks of different keys don't wait for each other.

    Waiters for a key are served in the order of their calls. One that is cancelled leaves the line, and those behind
    it move up. A key takes memory only while somebody holds it.

    Like `asyncio.Lock` it can't be taken twice by one task: the second time would wait for the first one's end. Tasks
    that take several keys at once should take them in one order, or two of them may wait for each other.

    Use it from one event loop. It needs no closing, and starts no task.
    """

    def __init__(self) -> None:
        # The lines of waiters of all keys that are held.
        self._lines: dict[K, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def hold(self, key: K) -> AsyncGenerator[None, None]:
        """`async with locks.hold(key):` takes the key for the block, and gives it back however the block ends.

        Args:
            key: What to lock; keys that are equal are the same.
        """
        await self.acquire(key)
        try:
            yield
        finally:
            self.release(key)

    async def acquire(self, key: K) -> None:
        """Wait until nobody holds the key and it is this caller's turn, then hold it.

        If the caller is cancelled while it waits, it does not hold the key. If nobody holds it, this doesn't wait.
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
                # It was handed the key, and cancelled before it could go on.
                self.release(key)
            raise

    def release(self, key: K) -> None:
        """Give the key to who has waited longest for it, or to whoever comes next.

        Raises:
            RuntimeError: If nobody holds the key.
        """
        if key not in self._lines:
            raise RuntimeError(f"nobody holds {key!r}")
        line = self._lines[key]
        while line:
            turn = line.popleft()
            # One that is done was cancelled a moment ago, and has not yet left.
            if not turn.done():
                turn.set_result(None)
                return
        del self._lines[key]

    def __contains__(self, key: K) -> bool:
        """Whether somebody holds the key."""
        return key in self._lines

    def __len__(self) -> int:
        """How many keys are held."""
        return len(self._lines)
