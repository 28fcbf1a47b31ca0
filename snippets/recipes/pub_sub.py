"""Publish and subscribe for asyncio: a bounded buffer for each subscriber, and a policy for when it is full"""

import asyncio
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from typing import Generic, Literal, Self, TypeVar, get_args

T = TypeVar("T")
Policy = Literal["block", "drop_oldest", "drop_newest", "disconnect"]


class Disconnected(Exception):
    """The subscriber has read too slowly and gets no more messages."""


class PubSub(Generic[T]):
    """Gives each message to every subscriber, and never holds more than `maxsize` unread messages for any.

    All subscribers get messages in the order in which they were published.

    Use it from one event loop only. It starts no task.

    Args:
        maxsize: The largest number of unread messages per subscriber; at least 1.
        policy: What `publish` does if a subscriber has `maxsize` unread messages:

            - `"block"`: `publish` waits until there is room, so the slowest subscriber sets the pace;
            - `"drop_oldest"`: the subscriber loses its oldest unread message;
            - `"drop_newest"`: the subscriber doesn't get this message;
            - `"disconnect"`: the subscriber gets its unread messages, then `Disconnected`.

    Raises:
        ValueError: If `maxsize` is too small, or `policy` is none of the four.
    """

    def __init__(self, maxsize: int, policy: Policy) -> None:
        if maxsize < 1:
            raise ValueError("maxsize must be at least 1")
        if policy not in get_args(Policy):
            raise ValueError(f"policy must be one of {', '.join(get_args(Policy))}")
        self._maxsize = maxsize
        self._policy: Policy = policy
        self._buffers: list[_Buffer[T]] = []
        self._publishing = asyncio.Lock()
        self._closed = False

    @contextmanager
    def subscribe(self) -> Generator["Subscription[T]", None, None]:
        """`with hub.subscribe() as messages:` receives what is published from now until the end of the block.

        Raises:
            RuntimeError: If `close` was called.
        """
        if self._closed:
            raise RuntimeError("this is closed: nothing will be published")
        buffer = _Buffer[T](self._maxsize, self._policy)
        self._buffers.append(buffer)
        try:
            yield Subscription(buffer)
        finally:
            self._remove(buffer)

    async def publish(self, message: T) -> None:
        """Give a message to all subscribers.

        If a buffer is full, the readers get a turn of the event loop first, so that one that is ready to read loses
        nothing. With the policy `"block"`, this waits until there is room. All get the message at the same moment: if
        the caller is cancelled while it waits, no subscriber has it. Publishers are served in the order of their calls.

        A subscriber that publishes while its own buffer is full waits for itself.

        Raises:
            RuntimeError: If `close` was called, before or while this waited.
        """
        async with self._publishing:
            if self._first_full():
                await asyncio.sleep(0)
            while self._policy == "block" and (full := self._first_full()):
                await full.room()
            if self._closed:
                raise RuntimeError("this is closed: nothing can be published")
            for buffer in self._buffers.copy():
                if not buffer.put(message):
                    self._remove(buffer)

    def close(self) -> None:
        """End the subscriptions: subscribers get their unread messages, then their loops end."""
        self._closed = True
        for buffer in self._buffers.copy():
            self._remove(buffer)

    def __len__(self) -> int:
        """The number of subscribers."""
        return len(self._buffers)

    def _first_full(self) -> "_Buffer[T] | None":
        return next((each for each in self._buffers if each.is_full()), None)

    def _remove(self, buffer: "_Buffer[T]") -> None:
        if buffer in self._buffers:
            self._buffers.remove(buffer)
            buffer.end()


class Subscription(Generic[T]):
    """The messages for one subscriber: `async for message in subscription:`. `PubSub.subscribe` creates it.

    Several tasks may read one subscription; each message goes to one of them. A reader that is cancelled while it
    waits takes no message.
    """

    def __init__(self, buffer: "_Buffer[T]") -> None:
        self._buffer = buffer

    @property
    def dropped(self) -> int:
        """The number of messages that this subscriber has lost through the policy."""
        return self._buffer.dropped

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        """Wait for the next message.

        Raises:
            Disconnected: If this subscriber was too slow for the policy `"disconnect"`, after its last message.
        """
        return await self._buffer.take()

    def __len__(self) -> int:
        """The number of unread messages."""
        return len(self._buffer.unread)


class _Buffer(Generic[T]):
    def __init__(self, maxsize: int, policy: Policy) -> None:
        self.dropped = 0
        self.unread: deque[T] = deque()
        self._maxsize = maxsize
        self._policy: Policy = policy
        self._ended = False
        # Both mean "check again": a task clears one before it waits for it, so it misses nothing.
        self._filled = asyncio.Event()
        self._emptied = asyncio.Event()

    def is_full(self) -> bool:
        return len(self.unread) >= self._maxsize

    async def room(self) -> None:
        """Wait until there may be room."""
        self._emptied.clear()
        await self._emptied.wait()

    def put(self, message: T) -> bool:
        """Keep a message, as the policy demands. False if this subscriber has to be disconnected."""
        if self.is_full():
            self.dropped += 1
            if self._policy != "drop_oldest":
                return self._policy != "disconnect"
            self.unread.popleft()
        self.unread.append(message)
        self._filled.set()
        return True

    async def take(self) -> T:
        while not self.unread:
            if self._ended:
                if self._policy == "disconnect" and self.dropped:
                    raise Disconnected(f"more than {self._maxsize} messages were unread")
                raise StopAsyncIteration
            self._filled.clear()
            await self._filled.wait()
        self._emptied.set()
        return self.unread.popleft()

    def end(self) -> None:
        self._ended = True
        self._filled.set()
        self._emptied.set()
