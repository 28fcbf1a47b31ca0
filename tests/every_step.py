"""Cancels a task at each of its steps in turn, and looks for tasks that were left behind."""

import asyncio
from typing import Any

STEPS = range(12)  # more than a task of these tests has, so that one is cancelled after its end as well


async def cancel_at(step: int, task: asyncio.Task[Any]) -> None:
    """Cancel a task when the loop has gone round so often, and wait for its end. No timer fires meanwhile.

    What the task raises, it keeps.
    """
    for _ in range(step):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])


def assert_alone() -> None:
    """No task runs but the test's own."""
    assert asyncio.all_tasks() == {asyncio.current_task()}
