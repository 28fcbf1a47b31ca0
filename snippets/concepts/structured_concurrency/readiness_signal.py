"""Start a service, and go on when it is ready"""

import asyncio


async def serve(name: str, ready: asyncio.Future[str]) -> None:
    try:
        await asyncio.sleep(0.02)  # connect, load, warm up
        if name == "broken":
            raise OSError(f"{name}: no such database")
        ready.set_result(f"{name}: port 5432")
    except BaseException as error:
        if not ready.done():
            ready.set_exception(error)  # whoever waits for it hears why
            return
        raise
    await asyncio.Event().wait()  # until it is cancelled


async def start(name: str, group: asyncio.TaskGroup) -> tuple[str, asyncio.Task[None]]:
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = group.create_task(serve(name, ready))
    return await ready, task


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        for name in ("database", "broken"):
            try:
                address, task = await start(name, group)
                print("ready:", address)
            except OSError as error:
                print("not started:", error)
        task.cancel()
    print("all stopped")


asyncio.run(main())
