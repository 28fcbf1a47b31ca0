"""Append from several tasks: pieces of lines mix, one write per line doesn't"""

import asyncio
import tempfile
from pathlib import Path


async def pieces(path: Path, name: str) -> None:
    with path.open("a") as file:
        for word in (name, "was", "here"):
            file.write(word + " ")
            file.flush()
            await asyncio.sleep(0)  # another task runs
        file.write("\n")


async def whole_line(path: Path, name: str) -> None:
    await asyncio.sleep(0)
    line = " ".join((name, "was", "here"))
    with path.open("a") as file:
        file.write(line + "\n")  # one write to the file, at its end


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        for append in (pieces, whole_line):
            path = Path(directory, append.__name__)
            await asyncio.gather(append(path, "Ada"), append(path, "Bob"))
            print(f"{append.__name__}:", path.read_text().splitlines())


asyncio.run(main())
