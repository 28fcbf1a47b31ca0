"""The times of a file are told as they were set."""

import os
import shutil
import subprocess
import sys
import tempfile

os.chdir(tempfile.mkdtemp())
open("file", "w").close()
os.mkdir("folder")
for path in ("file", "folder"):
    os.utime(path, (1.002003, 4.005006))
    found = os.stat(path)
    print(path, round(found.st_atime, 6), round(found.st_mtime, 6))
    os.utime(path, ns=(1_700_000_000_123_456_000, 1_700_000_000_654_321_000))
    found = os.stat(path)
    print(path, found.st_atime_ns, found.st_mtime_ns)
with open("file", "rb") as file:
    os.utime(file.fileno(), (7.000001, 8.000002))
    print(round(os.fstat(file.fileno()).st_mtime, 6))
os.utime("file", (1.002003, 4.005006))
print(os.stat("file").st_mtime_ns // 1000 in (4005005, 4005006))
shutil.copy2("file", "copy")
print(round(os.stat("copy").st_mtime, 6))
print(
    subprocess.run(
        [sys.executable, "-c", "import os; print(round(os.stat('copy').st_mtime, 6))"], capture_output=True, text=True
    ).stdout
)
