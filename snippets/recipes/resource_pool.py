"""A resource pool for asyncio: a bounded number of connections, and none is lent again after an interrupted use"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Pool(Generic[T]):
    """Lends resources that are expensive to make, such as connections, to one task at a time each.

    A resource is made when a task wants one and none is idle. It is lent again only if its block has ended without an
    exception: after a cancellation or an error it might give the next task the answer to the last one's question, so
    it is closed.

    Waiters are served in the order of their calls. Use `async with Pool(...) as pool:`, or call `aclose`. Use it from
    one event loop only. Resources are closed in tasks of their own, so that no cancellation stops that halfway.

    Args:
        factory: Makes a resource. If it raises, so does `lend`.
        size: The largest number of resources, idle, in use, and being made or closed; at least 1.
        check: Whether an idle resource is still good, called each time before it is lent. If it returns False or
            raises an `Exception`, the resource is closed, and another one is used. By default, each is good.
        close: Closes a resource. If it fails, the error goes to the event loop's exception handler, which logs it. By
            default, resources are dropped.

    Raises:
        ValueError: If `size` is too small.
    """

    def __init__(
        self,
        factory: Callable[[], Awaitable[T]],
        size: int,
        check: Callable[[T], Awaitable[bool]] | None = None,
        close: Callable[[T], Awaitable[object]] | None = None,
    ) -> None:
        if size < 1:
            raise ValueError("size must be at least 1")
        self._factory = factory
        self._size = size
        self._check = check
        self._close = close
        # A task that has a permit has one resource at most, and makes one only if none is idle: so there are never too
        # many.
        self._permits = asyncio.Semaphore(size)
        self._kept = 0  # permits that are released when a resource is closed, and not by the task that had it
        self._idle: list[T] = []
        self._closing = asyncio.Lock()
        self._closings: set[asyncio.Task[None]] = set()
        self._closed = False

    @asynccontextmanager
    async def lend(self) -> AsyncGenerator[T, None]:
        """`async with pool.lend() as resource:` waits for a resource, and lends it for the block.

        If the caller is cancelled, in the block or before, the resource that it had or was about to get is closed. The
        closing is awaited. A second cancellation ends that wait, but not the closing, and the resource counts until it
        is closed.

        Raises:
            RuntimeError: If `aclose` was called, before or while this waited.
        """
        if self._closed:
            raise RuntimeError("the pool is closed")
        await self._permits.acquire()
        try:
            if self._closed:
                raise RuntimeError("the pool is closed")
            resource = await self._take()
            try:
                yield resource
            except BaseException:
                await self._discard(resource)
                raise
            if self._closed:
                await self._discard(resource)
            else:
                self._idle.append(resource)
        finally:
            if self._kept:
                self._kept -= 1
            else:
                self._permits.release()

    async def aclose(self) -> None:
        """Lend no more, close the idle resources, and wait until those that are lent have come back and are closed.

        If the caller is cancelled, this waits no longer, but all resources are closed: those that are lent, at the end
        of their blocks. It may be called again, and from several tasks. Called within a block of the pool, it waits for
        itself.
        """
        self._closed = True
        closings = [self._start_closing(resource) for resource in self._idle]
        self._idle.clear()
        if closings:
            await asyncio.wait(closings)
        # A task with all permits knows that no other has one. Two that collect them at once could wait for each other.
        async with self._closing, AsyncExitStack() as stack:
            for _ in range(self._size):
                await stack.enter_async_context(self._permits)

    async def _take(self) -> T:
        """A good idle resource, or a new one."""
        while self._idle:
            # The one that was used last is the least likely to have been closed by the server.
            resource = self._idle.pop()
            try:
                good = self._check is None or await self._check(resource)
            except Exception:
                good = False
            except BaseException:
                await self._discard(resource)
                raise
            if good:
                return resource
            await self._discard(resource)
        return await self._factory()

    async def _discard(self, resource: T) -> None:
        """Close a resource. If the caller is cancelled meanwhile, its permit is released when the closing has ended."""
        closing = self._start_closing(resource)
        try:
            await asyncio.wait([closing])
        except asyncio.CancelledError:
            if not closing.done():
                self._kept += 1  # Until the caller has left `lend`, which it does without another await.
                closing.add_done_callback(lambda _: self._permits.release())
            raise

    def _start_closing(self, resource: T) -> asyncio.Task[None]:
        closing = asyncio.get_running_loop().create_task(self._end(resource))
        self._closings.add(closing)
        closing.add_done_callback(self._closings.discard)
        return closing

    async def _end(self, resource: T) -> None:
        try:
            if self._close is not None:
                await self._close(resource)
        except (Exception, asyncio.CancelledError) as error:
            context = {"message": "closing a resource of a pool failed", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)

    def __len__(self) -> int:
        """The number of idle resources."""
        return len(self._idle)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()
