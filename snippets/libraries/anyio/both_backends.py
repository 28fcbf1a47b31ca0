"""One program on asyncio and on Trio"""
# /// script
# dependencies = ["anyio[trio]"]
# ///

import anyio
import sniffio


async def fetch(name: str, seconds: float) -> None:
    await anyio.sleep(seconds)
    print("fetched", name, "on", sniffio.current_async_library())


async def main() -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(fetch, "slow", 0.2)
        group.start_soon(fetch, "fast", 0.1)


for backend in ("asyncio", "trio"):
    anyio.run(main, backend=backend)
