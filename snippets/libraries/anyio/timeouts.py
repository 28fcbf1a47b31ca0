"""fail_after and move_on_after, nested"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio


async def main() -> None:
    with anyio.move_on_after(0.1) as outer:
        try:
            with anyio.fail_after(5) as inner:
                await anyio.sleep(10)
        except TimeoutError:
            print("the inner limit")
    print("outer:", outer.cancelled_caught, "inner:", inner.cancelled_caught)

    try:
        with anyio.fail_after(0.1):
            await anyio.sleep(10)
    except TimeoutError as error:
        print(repr(error))


anyio.run(main)
