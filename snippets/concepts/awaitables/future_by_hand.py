"""asyncio.Future: two tasks wait, a third one sets the result"""

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
        print("main sets the result")
        parcel.set_result("a book")
    try:
        parcel.set_result("a second book")
    except asyncio.InvalidStateError:
        print("InvalidStateError: the result is set already")


asyncio.run(main())
