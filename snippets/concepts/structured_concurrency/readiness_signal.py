"""Start a service, and continue when it is ready"""

import asyncio


async def serve(name: str, ready: asyncio.Future[str]) -> None:
    try:
        await asyncio.sleep(0.02)  # connect, load, warm up
        if name == "broken":
            raise OSError(f"{name}: no such database")
    except BaseException as error:
        if ready.done():
            raise  # start() was cancelled: the group gets the exception instead
        if isinstance(error, Exception):
            ready.set_exception(error)  # raised in start()
            return
        ready.set_exception(RuntimeError(f"{name}: cancelled before it was ready"))
        raise  # a cancelled task ends as cancelled
    if not ready.done():
        ready.set_result(f"{name}: port 5432")
    await asyncio.Event().wait()  # until it is cancelled


async def start(name: str, group: asyncio.TaskGroup) -> tuple[str, asyncio.Task[None]]:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = group.create_task(serve(name, ready), name=name)
    try:
        return await ready, task
    except asyncio.CancelledError:
        task.cancel()  # start() is cancelled: the service isn't needed
        raise


async def cancel_early(name: str) -> None:
    await asyncio.sleep(0.01)
    [task] = [task for task in asyncio.all_tasks() if task.get_name() == name]
    task.cancel()
    await asyncio.wait([task])
    print(f"{name}, cancelled:", task.cancelled())


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(cancel_early("stopped"))
        for name in ("stopped", "broken", "database"):
            try:
                address, task = await start(name, group)
                print("ready:", address)
            except (OSError, RuntimeError) as error:
                print("not started:", error)
        task.cancel()
    print("all stopped")


asyncio.run(main())
