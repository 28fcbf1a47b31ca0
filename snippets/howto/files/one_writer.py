"""One task owns the file, the others put lines into its queue"""

import asyncio
import tempfile
from pathlib import Path


async def write_lines(path: Path, lines: asyncio.Queue[str | None]) -> int:
    """Writes until None comes. Lines that have queued up go out in one write."""
    count, ended = 0, False
    with path.open("a", encoding="utf-8") as file:
        while not ended:
            batch = [await lines.get()]
            while not lines.empty():
                batch.append(lines.get_nowait())
            ended = None in batch
            texts = [line for line in batch if line is not None]
            await asyncio.to_thread(file.writelines, texts)
            count += len(texts)
    return count


async def work(name: str, lines: asyncio.Queue[str | None]) -> None:
    for step in range(100):
        await lines.put(f"{name} {step}\n")  # waits while the queue is full


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "results.txt")
        lines: asyncio.Queue[str | None] = asyncio.Queue(maxsize=50)
        writer = asyncio.create_task(write_lines(path, lines))
        await asyncio.gather(*(work(name, lines) for name in ("Ada", "Bob", "Cleo")))
        await lines.put(None)
        print("written:", await writer)
        texts = path.read_text().splitlines()
        print("whole lines:", sum(text.count(" ") == 1 for text in texts))
        print("Ada's in order:", [text for text in texts if "Ada" in text] == [f"Ada {step}" for step in range(100)])


asyncio.run(main())
