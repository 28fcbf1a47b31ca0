"""Error numbers, messages and classes of exceptions, from C code, from Python code and from children."""

import ctypes
import errno
import os
import pickle
import socket
import sqlite3
import subprocess
import sys
import tempfile


def show(function, *args):
    try:
        function(*args)
    except OSError as error:
        print(type(error).__name__, error.errno, error.strerror, error.args[:2], errno.errorcode.get(error.errno))
    else:
        print("nothing")


os.chdir(tempfile.mkdtemp())
open("file", "w").close()
os.mkdir("full")
open("full/file", "w").close()
os.symlink("loop", "loop")

with socket.create_server(("127.0.0.1", 0)) as server:
    closed = server.getsockname()  # a port that was this program's: nobody outside is asked

try:
    open("absent")
except OSError as error:
    print(error)
for call, *args in (
    (open, "absent"),
    (os.mkdir, "full"),
    (os.rmdir, "full"),
    (os.listdir, "file"),
    (open, "full"),
    (open, "loop"),
    (os.close, 999),
    (os.read, 999, 1),
    (os.kill, 99_999_999, 0),
    (os.waitpid, 99_999_999, 0),
    (os.rename, "absent", "other"),
    (os.readlink, "file"),
    (socket.create_connection, closed),
    (subprocess.run, ["/absent/program"]),
    (os.sched_get_priority_max, 77),
):
    show(call, *args)

print(
    [OSError(number, "x").__class__.__name__ for number in range(1, 134) if type(OSError(number, "x")) is not OSError]
)
print([os.strerror(number) for number in (0, *range(1, 41), *range(42, 58), *range(59, 135), 9999)])
print(len(errno.errorcode), errno.ENOENT, errno.ECONNREFUSED, errno.EAGAIN, errno.ENOTSUP, socket.EBADF, socket.EAGAIN)


class Mine(OSError):
    def __init__(self, extra):
        super().__init__(errno.ENOENT, "of mine")
        self.extra = extra


class Made(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, *args)


for error in (Mine(5), Made(2, "x", "name"), OSError("only"), OSError(2, os.strerror(2), "a", None, "b")):
    copy = pickle.loads(pickle.dumps(error)) if type(error) is not Mine else error
    print(repr(error), str(error), type(copy).__name__, copy.errno, copy.args)
print(type(OSError(10**30, "x")).__name__, type(OSError(2, "\udcff")).__name__)
try:
    OSError(errno=1)
except TypeError as error:
    print(error)

code = "import os, sys\ntry: open('absent')\nexcept OSError as error: sys.exit(error.errno)"
print(subprocess.run([sys.executable, "-c", code]).returncode)
reader, writer = os.pipe2(os.O_NONBLOCK)
show(os.read, reader, 1)
stream = open(os.dup(writer), "wb")
show(stream.write, b"x" * 1_000_000)
os.close(reader)
show(os.write, writer, b"x")
show(stream.close)
library = ctypes.CDLL(None, use_errno=True)
library.close(-1)
print(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
try:
    sqlite3.connect("/absent/file")
except sqlite3.OperationalError as error:
    print(error)
