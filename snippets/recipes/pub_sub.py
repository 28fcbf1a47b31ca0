"""Publish and subscribe for asyncio: a bounded buffer for each subscriber, and a policy for when it is full"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, Literal, Self, TypeVar, get_args

T = TypeVar("T")
Policy = Literal["block", "drop_oldest", "drop_newest", "disconnect"]


class Disconnected(Exception):
    """The subscriber read too slowly, and has lost its place."""


class PubSub(Generic[T]):
    """Gives each message to every subscriber, and never holds more than `maxsize` of them for any.

    Each subscriber gets its messages in the order in which they were published, which is the same for all.

    Use it from one event loop. It starts no task.

    Args:
        maxsize: How many unread messages are kept for each subscriber; at least 1.
        policy: What `publish` does about a subscriber with so many:

            - `"block"`: it waits until there is room, so the slowest subscriber sets the pace;
            - `"drop_oldest"`: the subscriber loses its oldest unread message;
            - `"drop_newest"`: the subscriber doesn't get this message;
            - `"disconnect"`: the subscriber gets what is kept for it, then `Disconnected`.

    Raises:
        ValueError: If `maxsize` is too small, or there is no such policy.
    """

    def __init__(self, maxsize: int, policy: Policy) -> None:
        if maxsize < 1:
            raise ValueError("maxsize must be at least 1")
        if policy not in get_args(Policy):
            raise ValueError(f"policy must be one of {', '.join(get_args(Policy))}")
        self._maxsize = maxsize
        self._policy = policy
        self._subscriptions: list[Subscription[T]] = []
        self._publishing = asyncio.Lock()
        self._closed = False

    @contextmanager
    def subscribe(self) -> Iterator["Subscription[T]"]:
        """`with hub.subscribe() as messages:` gets what is published from now until the end of the block.

        Raises:
            RuntimeError: If `close` was called.
        """
        if self._closed:
            raise RuntimeError("this is closed: nothing will be published")
        subscription = Subscription[T](self._maxsize, self._policy)
        self._subscriptions.append(subscription)
        try:
            yield subscription
        finally:
            self._remove(subscription)

    async def publish(self, message: T) -> None:
        """Give a message to all who are subscribed.

        Only with the policy `"block"` does this wait. All get the message in the same moment, so if the caller is
        cancelled while it waits, nobody has got it. Publishers are served in the order of their calls.

        A subscriber that publishes to its own full buffer waits for itself.

        Raises:
            RuntimeError: If `close` was called, before or while this waited.
        """
        async with self._publishing:
            while self._policy == "block" and (full := self._first_full()):
                await full._room()
            if self._closed:
                raise RuntimeError("this is closed: nothing can be published")
            for subscription in self._subscriptions.copy():
                if not subscription._put(message):
                    self._remove(subscription)

    def close(self) -> None:
        """End the subscriptions: subscribers get what is kept for them, then their loops end."""
        self._closed = True
        for subscription in self._subscriptions.copy():
            self._remove(subscription)

    def __len__(self) -> int:
        """How many are subscribed."""
        return len(self._subscriptions)

    def _first_full(self) -> "Subscription[T] | None":
        return next((each for each in self._subscriptions if each._is_full()), None)

    def _remove(self, subscription: "Subscription[T]") -> None:
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            subscription._end()


class Subscription(Generic[T]):
    """What one subscriber has not read yet: `async for message in subscription:`. `PubSub.subscribe` makes them.

    Several tasks may read one subscription; each message goes to one of them. A reader that is cancelled while it waits
    takes no message.

    Attributes:
        dropped: How many messages this subscriber has lost by its policy.
    """

    def __init__(self, maxsize: int, policy: Policy) -> None:
        self.dropped = 0
        self._maxsize = maxsize
        self._policy = policy
        self._unread: deque[T] = deque()
        self._ended = False
        # Both say "look again": who waits for one clears it first, so none is missed.
        self._filled = asyncio.Event()
        self._emptied = asyncio.Event()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        """The next message, as soon as there is one.

        Raises:
            Disconnected: If this subscriber was too slow for the policy `"disconnect"`, after its last message.
        """
        while not self._unread:
            if self._ended:
                if self._policy == "disconnect" and self.dropped:
                    raise Disconnected(f"more than {self._maxsize} messages were unread")
                raise StopAsyncIteration
            self._filled.clear()
            await self._filled.wait()
        self._emptied.set()
        return self._unread.popleft()

    def __len__(self) -> int:
        """How many messages are unread."""
        return len(self._unread)

    def _is_full(self) -> bool:
        return len(self._unread) >= self._maxsize

    async def _room(self) -> None:
        """Wait until it is worth looking again whether there is room."""
        self._emptied.clear()
        await self._emptied.wait()

    def _put(self, message: T) -> bool:
        """Keep a message, as the policy says. False if this subscriber has to go."""
        if self._is_full():
            self.dropped += 1
            if self._policy != "drop_oldest":
                return self._policy != "disconnect"
            self._unread.popleft()
        self._unread.append(message)
        self._filled.set()
        return True

    def _end(self) -> None:
        self._ended = True
        self._filled.set()
        self._emptied.set()
