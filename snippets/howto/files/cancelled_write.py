"""Cancelling to_thread doesn't stop the write: it ends later, in its thread"""

import asyncio
import tempfile
import threading
from pathlib import Path

begun, may_go_on, written = threading.Event(), threading.Event(), threading.Event()


def slow_write(path: Path) -> None:
    begun.set()
    may_go_on.wait()
    path.write_text("written after all")
    written.set()


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "report.txt")
        writing = asyncio.create_task(asyncio.to_thread(slow_write, path))
        while not begun.is_set():
            await asyncio.sleep(0.01)
        writing.cancel()
        await asyncio.wait([writing])
        print("cancelled:", writing.cancelled(), "- the file exists:", path.exists())
        may_go_on.set()
        await asyncio.to_thread(written.wait)
        print("a moment later:", path.read_text())


asyncio.run(main())
