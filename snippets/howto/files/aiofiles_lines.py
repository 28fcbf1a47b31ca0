"""aiofiles: async with and async for on a file"""
# /// script
# dependencies = ["aiofiles"]
# ///

import asyncio
import tempfile

import aiofiles
import aiofiles.os


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = f"{directory}/log.txt"
        async with aiofiles.open(path, "w", encoding="utf-8") as file:
            for number in range(5):
                await file.write(f"line {number}\n")

        async with aiofiles.open(path, encoding="utf-8") as file:
            async for line in file:
                if "3" in line:
                    print("found:", line.strip())

        status = await aiofiles.os.stat(path)
        print("size:", status.st_size)


asyncio.run(main())
