"""A future: one side waits for it, another one fills it"""

import asyncio


async def waiter(name: str, parcel: asyncio.Future[str]) -> None:
    print(f"{name} waits, done: {parcel.done()}")
    print(f"{name} got {await parcel}")


async def main() -> None:
    loop = asyncio.get_running_loop()
    parcel: asyncio.Future[str] = loop.create_future()
    async with asyncio.TaskGroup() as group:
        group.create_task(waiter("ann", parcel))
        group.create_task(waiter("ben", parcel))
        await asyncio.sleep(0)
        print("main puts a book into it")
        parcel.set_result("a book")
    try:
        parcel.set_result("a second book")
    except asyncio.InvalidStateError:
        print("a future is filled once")


asyncio.run(main())
