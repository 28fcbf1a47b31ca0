"""A cancel scope is cancelled until it is left"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio


async def main() -> None:
    with anyio.CancelScope() as scope:
        scope.cancel("enough")
        for attempt in (1, 2):
            try:
                await anyio.sleep(10)
            except anyio.get_cancelled_exc_class():
                print("cancelled, attempt", attempt)
        with anyio.CancelScope(shield=True):
            await anyio.sleep(0.01)
            print("shielded")
        await anyio.sleep(10)
        print("not reached")
    print("left the scope:", scope.cancelled_caught)


for backend in ("asyncio", "trio"):
    anyio.run(main, backend=backend)
