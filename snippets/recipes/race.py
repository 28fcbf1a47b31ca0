"""Race and hedge for asyncio: the first success wins, and the others are over when you have it"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def race(*contenders: Coroutine[Any, Any, T]) -> T:
    """The result of the first one to succeed.

    Each runs in a task of its own. When this returns or raises, all have ended: the others were cancelled, and have
    finished their clean-up, even if the caller was cancelled meanwhile. If several succeed in the same turn of the
    event loop, the one that is named first wins.

    What the others have raised is dropped if one succeeds, but for what they raise once they were cancelled: asyncio
    logs that.

    Args:
        contenders: The coroutines; at least one.

    Raises:
        ValueError: If there is no contender.
        ExceptionGroup: If none succeeds: what they raised, in the order of the arguments. If one of them was itself
            cancelled from elsewhere, it is a `BaseExceptionGroup` with a `CancelledError`.
    """
    if not contenders:
        raise ValueError("a race needs at least one contender")
    tasks = [asyncio.create_task(contender) for contender in contenders]
    try:
        winner = await _first_success(tasks)
        if winner is None:
            errors = [error for task in tasks if (error := _error(task))]
            raise BaseExceptionGroup("no contender has succeeded", errors)
        return winner.result()
    finally:
        await _end(tasks)


async def hedge(delay: float, fn: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of `fn(*args, **kwargs)`, or of a second call that is made if the first one takes longer than `delay`.

    Whichever of the two succeeds first wins. When this returns or raises, both have ended, as in `race`.

    A hedge isn't a retry: if the first call fails before the second one was made, that is the answer.

    Args:
        delay: How long to wait for the first call, in seconds. Choose the time in which most answers come.
        fn: What to call. It must be harmless to call it twice.
        args: Its arguments.
        kwargs: Its keyword arguments.

    Raises:
        Exception: What the first call raised, if it failed before `delay`, or if both failed.
        RuntimeError: In place of a `CancelledError` of the call's own, when it awaited something that was cancelled.
    """
    tasks = [asyncio.create_task(fn(*args, **kwargs))]
    try:
        await asyncio.wait(tasks, timeout=delay)
        if not tasks[0].done():
            tasks.append(asyncio.create_task(fn(*args, **kwargs)))
        winner = await _first_success(tasks)
        if winner is None and tasks[0].cancelled():
            raise RuntimeError("the call was cancelled, and not by its caller")
        return (winner or tasks[0]).result()
    finally:
        await _end(tasks)


async def _first_success(tasks: Sequence[asyncio.Task[T]]) -> asyncio.Task[T] | None:
    """The first task to succeed; None if they have all failed."""
    pending = set(tasks)
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        succeeded = [task for task in tasks if task in done and _error(task) is None]
        if succeeded:
            return succeeded[0]
    return None


def _error(task: asyncio.Task[Any]) -> BaseException | None:
    """What a task that has ended raised; None if it has succeeded."""
    return asyncio.CancelledError() if task.cancelled() else task.exception()


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancels tasks, and waits until they have ended, even if the caller is itself cancelled meanwhile."""
    for task in tasks:
        task.cancel()
    cancelled = None
    while unfinished := [task for task in tasks if not task.done()]:
        try:
            await asyncio.wait(unfinished)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled
