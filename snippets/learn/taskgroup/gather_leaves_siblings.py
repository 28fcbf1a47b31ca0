"""gather reports the first failure and leaves the others running"""

import asyncio


async def download(name: str) -> None:
    await asyncio.sleep(0.3)
    print(f"{name}: done, although no code waits for it any more")


async def check_licence() -> None:
    await asyncio.sleep(0.1)
    raise PermissionError("licence expired")


async def main() -> None:
    try:
        await asyncio.gather(download("film"), check_licence())
    except PermissionError as error:
        print("gather failed:", error)
    print("main continues")
    await asyncio.sleep(0.4)

    results = await asyncio.gather(check_licence(), asyncio.sleep(0.1, "fine"), return_exceptions=True)
    print("with return_exceptions:", results)


asyncio.run(main())
