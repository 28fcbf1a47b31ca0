"""Write a file atomically: a temporary file, fsync, os.replace"""

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Readers see the old text or the new one, never a part. Blocks: call it in a thread."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        temporary = Path(file.name)
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # on the disk, before the name points to it
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


with tempfile.TemporaryDirectory() as directory:
    path = Path(directory, "settings.json")
    write_atomically(path, '{"version": 1}')

    with path.open("w", encoding="utf-8") as file:  # the mistake: the old text is gone at once
        file.write('{"version": 2}')
        print("open('w'), a reader sees:", repr(path.read_text()))

    with path.open(encoding="utf-8") as reader:
        write_atomically(path, '{"version": 3}')
        print("replaced, an open reader sees:", repr(reader.read()))
    print("replaced, a new reader sees:", repr(path.read_text()))
    print("files:", [file.name for file in path.parent.iterdir()])
