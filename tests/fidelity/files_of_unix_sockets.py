"""Files of Unix sockets, made by bind and mknod: their modes, who may not open them, and names that are taken."""

import os
import socket
import stat
import tempfile

os.chdir(tempfile.mkdtemp())
os.umask(0o027)


def attempt(call, *args):
    try:
        print(call(*args))
    except OSError as error:
        print(type(error).__name__, error.errno, error.filename, error.strerror)


os.mknod("node", stat.S_IFSOCK | 0o666)
print(oct(os.stat("node").st_mode), os.stat("node").st_size)
attempt(os.mknod, "node", stat.S_IFSOCK | 0o666)
s = socket.socket(socket.AF_UNIX)
attempt(s.bind, "node")
attempt(s.bind, "missing/node")
attempt(s.bind, "node/below")
os.symlink("nowhere", "dangling")
attempt(s.bind, "dangling")
s.bind("a")
print(oct(os.stat("a").st_mode), s.getsockname())
attempt(open, "a")
t = socket.socket(socket.AF_UNIX)
attempt(t.connect, "node")
attempt(t.connect, "a")
s.listen()
t.connect("a")
print(s.accept()[0].getsockname())
attempt(os.mkdir, "a")
os.unlink("a")
os.unlink("node")
print(os.listdir())
attempt(open, "dangling", "x")
attempt(os.mkdir, "dangling")
os.umask(0o022)
with open("dangling", "w") as file:
    print(file.write("x"))
print(sorted(os.listdir()), os.path.realpath("dangling") == os.path.realpath("nowhere"))
os.mknod("plain", 0o600)
attempt(os.mknod, "plain")
attempt(os.mknod, "char", stat.S_IFDIR | 0o666)
attempt(os.mknod, "missing/plain")
