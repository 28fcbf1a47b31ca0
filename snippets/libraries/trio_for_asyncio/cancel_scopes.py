"""move_on_after, fail_after, shield"""
# /// script
# dependencies = ["trio"]
# ///

import trio


async def main() -> None:
    with trio.move_on_after(0.1) as scope:
        await trio.sleep(10)
    print("moved on:", scope.cancelled_caught)

    try:
        with trio.fail_after(0.1):
            await trio.sleep(10)
    except trio.TooSlowError:
        print("too slow")

    with trio.move_on_after(0.1):
        try:
            await trio.sleep(10)
        finally:
            with trio.move_on_after(1, shield=True):
                await trio.sleep(0.05)
                print("said goodbye")


trio.run(main)
