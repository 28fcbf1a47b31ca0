import asyncio


async def consumer(changed, lock):
    async with lock, changed:
        await changed.wait()


async def producer(changed, lock):
    await asyncio.sleep(0.1)
    async with changed:
        changed.notify()
        async with lock:
            pass


async def main():
    changed, lock = asyncio.Condition(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(consumer(changed, lock), name="a")
        group.create_task(producer(changed, lock), name="b")


asyncio.run(main())
