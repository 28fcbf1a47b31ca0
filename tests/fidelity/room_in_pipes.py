"""A pipe has pages: how much goes in, and when there is room again"""

import errno
import fcntl
import os
import select
import subprocess
import sys
import threading


def fill(fd: int, size: int) -> tuple[int, list[int]]:
    total, sizes = 0, set()
    while True:
        try:
            count = os.write(fd, b"x" * size)
        except BlockingIOError as error:
            assert error.errno == errno.EAGAIN
            return total, sorted(sizes)
        total += count
        sizes.add(count)


def drain(fd: int) -> int:
    total = 0
    try:
        while True:
            total += len(os.read(fd, 1 << 20))
    except BlockingIOError:
        return total


def has_room(fd: int) -> bool:
    return select.select([], [fd], [], 0)[1] == [fd]


reader, writer = os.pipe()
os.set_blocking(reader, False)
os.set_blocking(writer, False)
print("size", fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ), fcntl.fcntl(reader, fcntl.F_GETPIPE_SZ))

for size in (1, 100, 1000, 4095, 4096, 4097, 5000, 10000, 65536, 65537, 1 << 20):
    print("writes of", size, fill(writer, size), has_room(writer), drain(reader))

print("room for a page comes when a page was read")
fill(writer, 1 << 20)
for size in (1, 4094, 1):
    os.read(reader, size)
    print(size, has_room(writer), fill(writer, 1))
drain(reader)

print("a short write goes in whole or not at all")
os.write(writer, b"x" * (65536 - 4096))
for size in (100, 3997, 3996, 1):
    try:
        print(size, os.write(writer, b"x" * size))
    except BlockingIOError:
        print(size, "no room")
drain(reader)

print("other sizes")
for size in (0, 1, 4096, 5000, 8192, 100000, 1 << 20, (1 << 20) + 1, -1):
    try:
        print(size, fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, size), fill(writer, 1000), fill(writer, 1 << 21))
    except OSError as error:
        print(size, error)
    drain(reader)
fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 65536)
fill(writer, 4096)
try:
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
except OSError as error:
    print("full:", error)
drain(reader)

print("a write that blocks")
os.set_blocking(writer, True)
os.set_blocking(reader, True)
os.write(writer, b"x" * 65536)
done: list[int] = []
thread = threading.Thread(target=lambda: done.append(os.write(writer, b"y" * 200_000)))
thread.start()
total = 0
while total < 265_536:
    total += len(os.read(reader, 1 << 20))
thread.join()
print(done, total)

print("a child's pipe")
get, set_size = fcntl.F_GETPIPE_SZ, fcntl.F_SETPIPE_SZ
reader, writer = os.pipe()
code = f"import fcntl, os; os.set_blocking({writer}, False); print(fcntl.fcntl({writer}, {get}), os.write({writer}, bytes(100_000)), fcntl.fcntl({writer}, {set_size}, 131_072), os.write({writer}, bytes(100_000)))"
with subprocess.Popen([sys.executable, "-c", code], pass_fds=[writer], stdout=subprocess.PIPE) as child:
    print(fcntl.fcntl(child.stdout, set_size, 1 << 20), child.communicate()[0])
print(fcntl.fcntl(reader, get), fcntl.fcntl(writer, get))
for size in (65536, 131_072):
    try:
        print(fcntl.fcntl(writer, set_size, size))
    except OSError as error:
        print(error)
print(len(os.read(reader, 1 << 20)), fcntl.fcntl(writer, set_size, 4096), fcntl.fcntl(reader, get))
os.set_blocking(writer, False)
print(os.write(writer, bytes(10_000)))
for size in (1000, 5000, 1 << 20):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdin=subprocess.PIPE)
    assert child.stdin
    os.set_blocking(child.stdin.fileno(), False)
    print(
        size,
        fcntl.fcntl(child.stdin, fcntl.F_GETPIPE_SZ),
        fill(child.stdin.fileno(), size),
        has_room(child.stdin.fileno()),
    )
    child.kill()
    child.wait()
    child.stdin.close()
