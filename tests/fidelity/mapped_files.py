"""`mmap` of files: what is written to memory is in the file, what is written to the file is in memory, for all processes"""

import mmap
import os
import subprocess
import sys
import tempfile

path = os.path.join(tempfile.mkdtemp(), "table")
with open(path, "wb") as file:
    file.write(bytes(8192))

# The descriptor may be closed once the file is mapped, and its number be another file's.
with open(path, "r+b") as file:
    memory = mmap.mmap(file.fileno(), 0)
with open(path + ".other", "w+b") as other:
    other.write(b"other")
    other.flush()
    memory[:5] = b"first"
    with open(path, "rb") as file:
        print(file.read(5))
    memory.flush()
    other.seek(0)
    print(other.read())

# Both ways in this process, without flush(), for two mappings at once.
with open(path, "r+b") as file:
    second = mmap.mmap(file.fileno(), 4096)
    print(second[:5])
    second[10:13] = b"two"
    file.seek(20)
    file.write(b"file")
    file.flush()
print(memory[10:13], memory[20:24], second[20:24])
os.truncate(path, 8192)
with memoryview(memory) as view:
    view[30] = 33
with open(path, "rb") as file:
    print(file.read()[30])

# Between processes.
CHILD = """
import mmap, os, sys
with open(sys.argv[1], "r+b") as file:
    memory = mmap.mmap(file.fileno(), 0)
print(memory[:5], flush=True)
memory[100:105] = b"child"
print("written", flush=True)
sys.stdin.readline()
print(memory[200:206])
os.pwrite(os.open(sys.argv[1], os.O_WRONLY), b"pwrite", 300)
"""
child = subprocess.Popen([sys.executable, "-c", CHILD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(child.stdout.readline() + child.stdout.readline(), end="")
print(memory[100:105], second[100:105])
memory[200:206] = b"parent"
print(child.communicate("\n")[0], end="")
print(memory[300:306])

# A private copy, one that can only be read, and what remains of all.
with open(path, "r+b") as file:
    private = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    reader = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
private[:5] = b"mine!"
print(memory[:5], reader[:5], private[:5])
memory[:5] = b"final"
memory.flush()
print(reader[:5])
try:
    reader[0] = 1
except TypeError as error:
    print(error)
for mapped in (memory, second, private, reader):
    mapped.close()
with open(path, "rb") as file:
    print(file.read(5))
