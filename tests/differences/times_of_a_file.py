"""the times of a file"""

import os
import tempfile

os.chdir(tempfile.mkdtemp())
written = []
for number in range(20):
    with open(f"file{number}", "w") as file:
        file.write("text")
    written.append(os.stat(file.name).st_mtime_ns)
print(written[-1])
os.symlink("file0", "link")
try:
    os.utime("link", (5, 5), follow_symlinks=False)
except NotImplementedError as error:
    print(error)
    if all(time % 10**6 == 0 for time in written):
        print("as the table says")
