"""An error cancels the other tasks of the group"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio


async def fails() -> None:
    await anyio.sleep(0.05)
    raise ConnectionError("refused")


async def waits() -> None:
    try:
        await anyio.sleep_forever()
    except anyio.get_cancelled_exc_class() as error:
        print("cancelled by", type(error).__name__)
        raise


async def main() -> None:
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(fails)
            group.start_soon(waits)
    except* ConnectionError as errors:
        print("caught:", errors.exceptions)


for backend in ("asyncio", "trio"):
    anyio.run(main, backend=backend)
