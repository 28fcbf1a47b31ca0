import asyncio


async def main() -> None:
    try:
        print("up")
        await asyncio.sleep(100)
    finally:
        print("cleaned up")


asyncio.run(main())
