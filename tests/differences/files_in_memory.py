"""files in memory (mmap)"""

import mmap
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(bytes(4096))
    file.flush()
    first, second = (mmap.mmap(file.fileno(), 0) for _ in range(2))
first[0] = 1
seen = second[0]
first.flush()
if (seen, second[0]) == (0, 1):
    print("as the table says")
