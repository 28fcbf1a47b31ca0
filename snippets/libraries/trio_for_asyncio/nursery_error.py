"""An error cancels the other tasks of the nursery"""
# /// script
# dependencies = ["trio"]
# ///

import trio


async def fails() -> None:
    await trio.sleep(0.1)
    raise ConnectionError("refused")


async def waits() -> None:
    try:
        await trio.sleep_forever()
    except trio.Cancelled:
        print("cancelled")
        raise


async def main() -> None:
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(fails)
            nursery.start_soon(waits)
    except* ConnectionError as group:
        print("caught:", group.exceptions)


trio.run(main)
