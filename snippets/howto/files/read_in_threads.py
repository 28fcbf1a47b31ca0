"""Read files from asyncio: asyncio.to_thread, a few at a time"""

import asyncio
import tempfile
from pathlib import Path


async def read(path: Path, limit: asyncio.Semaphore) -> str:
    async with limit:
        return await asyncio.to_thread(path.read_text, encoding="utf-8")


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        paths = [Path(directory, f"{number}.txt") for number in range(20)]
        for path in paths:
            path.write_text(f"text of {path.name}\n", encoding="utf-8")

        limit = asyncio.Semaphore(4)
        texts = await asyncio.gather(*(read(path, limit) for path in paths))
        print(len(texts), "files, the last one:", texts[-1].strip())


asyncio.run(main())
