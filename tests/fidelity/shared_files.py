"""Files that two processes have: written in place, cut, appended to by both, renamed and replaced while they are open."""

import hashlib
import os
import subprocess
import sys
import tempfile

CHILD = """
import os, sys
files = {}
for line in sys.stdin:
    verb, name, *rest = line.split()
    if verb == "read":
        print(open(name, "rb").read())
    elif verb == "open":
        files[name] = open(name, rest[0], buffering=0)
        print("opened")
    elif verb == "write":
        print(files[name].write(rest[0].encode()))
    elif verb == "get":
        files[name].seek(0)
        print(files[name].read())
    elif verb == "stat":
        found = os.stat(name)
        print(found.st_size, oct(found.st_mode & 0o7777), found.st_mtime)
    elif verb == "replace":
        print(os.replace(name, rest[0]))
    elif verb == "unlink":
        print(os.unlink(name))
    sys.stdout.flush()
"""


def child(*words):
    process.stdin.write(" ".join(words) + "\n")
    process.stdin.flush()
    print(*words, "->", process.stdout.readline().strip())


def read(name):
    with open(name, "rb") as file:
        return file.read()


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip()


os.chdir(tempfile.mkdtemp())
with open("early", "w") as file:
    file.write("early")
process = subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
child("read", "early")

place = open("place", "wb", buffering=0)
place.write(b"0123456789")
child("read", "place")
place.seek(3)
place.write(b"xyz")
child("read", "place")
place.truncate(5)
child("read", "place")
place.truncate(8)
child("read", "place")
place.seek(0)
place.write(b"AB")
place.seek(6)
place.write(b"CD")
child("read", "place")
os.chmod("place", 0o600)
os.utime("place", (1000, 2000))
child("stat", "place")
child("open", "place", "r+b")
child("write", "place", "child")
print("here:", read("place"))
place.seek(0)
place.write(b"Z")
child("get", "place")

log = open("log", "ab", buffering=0)
child("open", "log", "ab")
for number in range(3):
    log.write(b"parent%d " % number)
    child("write", "log", f"child{number}")
print("here:", read("log"))
child("read", "log")

for name, text in (("old", "old"), ("new", "new")):
    with open(name, "w") as file:
        file.write(text)
child("open", "old", "rb")
os.replace("new", "old")
child("get", "old")
child("read", "old")

moved = open("before", "wb", buffering=0)
moved.write(b"1")
child("open", "before", "ab")
os.rename("before", "after")
child("write", "before", "2")
print("here:", read("after"))
moved.write(b"X")
child("read", "after")
child("replace", "after", "again")
moved.write(b"!")
child("read", "again")
print("here:", sorted(os.listdir(".")), read("again"))
child("unlink", "again")
print("there:", os.path.exists("again"))
for text in ("a long one", "short"):
    with open("written twice", "w") as file:
        file.write(text)
    os.replace("written twice", "twice")
    child("read", "twice")
process.stdin.close()
print("ended:", process.wait())

# A large one, which the child reads when it opens it.
large = os.urandom(300_000)
with open("large", "wb") as file:
    file.write(large)
digest = "import hashlib; print(hashlib.md5(open('large', 'rb').read()).hexdigest())"
print("large:", run(digest) == hashlib.md5(large).hexdigest())
run("f = open('large', 'r+b'); f.seek(100_000); f.write(b'abc'); f.close(); open('large', 'ab').write(b'end')")
print("changed:", read("large") == large[:100_000] + b"abc" + large[100_003:] + b"end")
print("again:", run(digest) == hashlib.md5(read("large")).hexdigest())

# Three that append at the same time, to a file that one of them creates.
APPENDING = """
import sys
f = open("shared", "ab", buffering=0)
for number in range(100):
    f.write(b"%s %03d\\n" % (sys.argv[1].encode(), number))
"""
writers = [subprocess.Popen([sys.executable, "-c", APPENDING, name]) for name in "abc"]
for writer in writers:
    writer.wait()
lines = read("shared").splitlines()
print("lines:", len(lines), len(set(lines)))
