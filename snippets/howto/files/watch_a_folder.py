"""Watch a folder: compare what os.scandir says with what it said before"""

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path

State = dict[str, tuple[int, int]]


def look(folder: Path) -> State:
    with os.scandir(folder) as entries:
        return {entry.name: ((status := entry.stat()).st_mtime_ns, status.st_size) for entry in entries}


async def changes(folder: Path, every: float) -> AsyncGenerator[tuple[str, str], None]:
    """What happened to which file, found by looking every so many seconds."""
    before = await asyncio.to_thread(look, folder)
    yield "watching", f"{len(before)} file(s)"
    while True:
        await asyncio.sleep(every)
        now = await asyncio.to_thread(look, folder)
        for name in sorted(before.keys() | now.keys()):
            if name not in before:
                yield "added", name
            elif name not in now:
                yield "removed", name
            elif before[name] != now[name]:
                yield "changed", name
        before = now


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        old, new = folder / "old.txt", folder / "new.txt"
        old.write_text("old")
        steps: list[Callable[[], object]] = [
            lambda: new.write_text("new"),
            lambda: new.write_text("longer"),
            old.unlink,
        ]
        async with aclosing(changes(folder, every=0.05)) as watching:
            print(*await anext(watching))
            for step in steps:
                step()
                print(*await anext(watching))


asyncio.run(main())
