"""A task gets a copy of the context: what it sets stays there"""

import asyncio
from contextvars import ContextVar, copy_context

depth: ContextVar[int] = ContextVar("depth", default=0)


async def deeper() -> None:
    depth.set(depth.get() + 1)
    print("inside:", depth.get())


async def main() -> None:
    await deeper()  # runs in this task, so in this context
    print("after await:", depth.get())
    await asyncio.create_task(deeper())  # runs in a copy
    print("after a task:", depth.get())
    context = copy_context()
    await asyncio.create_task(deeper(), context=context)  # 3.11: a context of your choice
    print("in that context:", context[depth], "| here:", depth.get())


asyncio.run(main())
