"""hashes of strings"""

import subprocess
import sys

hashed = [
    subprocess.run([sys.executable, "-c", "print(hash('text'))"], capture_output=True, text=True, check=True).stdout
    for _ in range(2)
]
if hashed[0] == hashed[1] == f"{hash('text')}\n":
    print("as the table says")
