"""hard links, named pipes, extended attributes, pseudo-terminals, namespaces"""

import os
import tempfile

os.chdir(tempfile.mkdtemp())
with open("file", "w") as file:
    file.write("text")
calls = (
    lambda: os.link("file", "other"),
    lambda: os.mkfifo("pipe"),
    lambda: os.setxattr("file", "user.name", b"value"),
    os.openpty,
    lambda: os.unshare(os.CLONE_NEWUTS),
)
refused = 0
for call in calls:
    try:
        call()
    except OSError as error:
        print(error)
        refused += 1
if refused == 5:
    print("as the table says")
