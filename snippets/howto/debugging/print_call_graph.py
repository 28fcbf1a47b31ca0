"""The call graph of a task: which tasks wait for it"""
# /// script
# requires-python = ">=3.14"
# ///

import asyncio


async def query(table: str) -> None:
    await asyncio.sleep(1)


async def load_user(name: str) -> None:
    await query("users")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(load_user("ann"), name="load ann")
        await asyncio.sleep(0)
        graph = asyncio.capture_call_graph(task)
        assert graph is not None
        print("the task stands in:")
        for entry in reversed(graph.call_stack):
            print("  ", entry.frame.f_code.co_name)
        print("and is awaited by:", [waiter.future.get_name() for waiter in graph.awaited_by])  # type: ignore[attr-defined]
        task.cancel()


asyncio.run(main())
