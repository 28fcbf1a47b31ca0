"""Names that are too long, files that have none, and what /proc says of descriptors"""

import fcntl
import os
import pathlib
import socket
import stat
import subprocess
import tempfile
from collections.abc import Callable


def tell(label: str, function: Callable[[], object]) -> None:
    try:
        print(label, repr(function()))
    except OSError as error:
        print(label, type(error).__name__, error.errno, error.strerror)


directory = tempfile.mkdtemp()
os.chdir(directory)

LONG = {
    "255": "x" * 255,
    "256": "x" * 256,
    "255 bytes": "é" * 127 + "x",
    "256 bytes": "é" * 128,
    "below": "x" * 256 + "/y",
    "below nothing": "nothing/" + "x" * 256,
    "below a file": "file/" + "x" * 256,
    "4095": "/" * 4094 + "x",
    "4096": "/" * 4095 + "x",
    "deep": "a/" * 2100,
}
open("file", "w").close()
for label, path in LONG.items():
    print("-", label)
    tell("open", lambda path=path: os.close(os.open(path, os.O_RDONLY)))
    for name in ("stat", "lstat", "listdir", "scandir", "readlink", "chdir", "unlink", "rmdir", "statvfs"):
        tell(name, lambda name=name, path=path: getattr(os, name)(path))
    tell("chmod", lambda path=path: os.chmod(path, 0o600))
    tell("truncate", lambda path=path: os.truncate(path, 0))
    tell("rename from", lambda path=path: os.rename(path, "other"))
    tell("execv", lambda path=path: os.execv(path, ["x"]))
    print("exists", os.path.exists(path), os.access(path, os.F_OK))
    if label.startswith("4"):
        continue
    tell("mkdir", lambda path=path: os.mkdir(path) or os.rmdir(path))
    tell("create", lambda path=path: os.close(os.open(path, os.O_CREAT | os.O_WRONLY)) or os.unlink(path))
    tell("rename to", lambda path=path: os.rename("file", path) or os.rename(path, "file"))
    tell("link", lambda path=path: os.symlink("file", path) or os.unlink(path))
for size in (4095, 4096):
    tell(f"a link to {size}", lambda size=size: os.symlink("x" * size, "link") or os.unlink("link"))
tell("program", lambda: subprocess.run(["y" * 300]))
tell("its path", lambda: subprocess.run([f"{directory}/{'y' * 300}"]))
tell("its directory", lambda: subprocess.run(["true"], cwd="y" * 300))
tell("temporary", lambda: tempfile.mkstemp(prefix="p" * 300))

print("- names that a file has")
fd = os.open("first", os.O_CREAT | os.O_RDWR)
print(os.fstat(fd).st_nlink)
os.write(fd, b"abc")
print(os.readlink(f"/proc/self/fd/{fd}").removeprefix(directory))
os.unlink("first")
copy = os.dup(fd)
print(os.fstat(fd).st_nlink, os.fstat(copy).st_nlink, os.stat(f"/proc/self/fd/{fd}").st_nlink)
print(os.readlink(f"/proc/self/fd/{fd}").removeprefix(directory))
print(os.write(fd, b"def"), os.pread(fd, 10, 0), os.fstat(fd).st_size)
with tempfile.TemporaryFile() as file:
    print(os.fstat(file.fileno()).st_nlink)
for name in ("one", "two"):
    open(name, "w").close()
fd = os.open("two", os.O_RDONLY)
os.rename("one", "two")
print(os.fstat(fd).st_nlink, os.stat("two").st_nlink)
os.makedirs("upper/lower")
fd = os.open("upper/lower", os.O_RDONLY)
print(os.stat("upper").st_nlink, os.fstat(fd).st_nlink)
os.rmdir("upper/lower")
print(os.stat("upper").st_nlink, os.fstat(fd).st_nlink)

print("- /proc")
own = str(os.getpid())
print(
    os.readlink("/proc/self") == own,
    stat.S_ISLNK(os.lstat("/proc/self").st_mode),
    os.path.realpath("/proc/self") == f"/proc/{own}",
)
print({own, "self"} <= set(os.listdir("/proc")))
reader, writer = os.pipe()
one, other = socket.socketpair()
names = [os.readlink(f"/proc/{process}/fd/{fd}") for process in ("self", own) for fd in (reader, writer)]
print(set(names) == {f"pipe:[{os.fstat(reader).st_ino}]"}, os.fstat(reader).st_ino == os.fstat(writer).st_ino)
print(os.readlink(f"/proc/self/fd/{one.fileno()}") == f"socket:[{os.fstat(one.fileno()).st_ino}]")
print(os.readlink("/dev/fd"), os.readlink("/dev/stdin"), os.readlink("/dev/stdout"), os.readlink("/dev/stderr"))
print({str(fd) for fd in (0, 1, 2, reader, writer, one.fileno())} <= set(os.listdir("/dev/fd")))
os.write(writer, b"hello")
with open(f"/proc/{own}/fd/{reader}", "rb", buffering=0) as again:
    print(again.read(5))
tell("no descriptor", lambda: os.readlink("/proc/self/fd/999"))
print(open("/proc/sys/fs/pipe-max-size").read(), os.path.exists("/proc/mounts"), open("/proc/stat").read(4))
print(open("/proc/sys/kernel/ostype").read(), int(open("/proc/sys/kernel/pid_max").read()) > 0)

# What pathlib copies and moves, with what it tries first: to share the blocks of a file.
with tempfile.TemporaryDirectory() as directory:
    source = pathlib.Path(directory, "source")
    source.write_text("copied")
    folder = pathlib.Path(directory, "folder")
    folder.mkdir()
    print(source.copy(folder / "copy").read_text(), source.copy_into(folder).read_text())
    folder.copy(folder.with_name("other"))
    print(sorted(path.name for path in folder.with_name("other").iterdir()))
    print(source.move(folder / "moved").read_text(), source.exists())
    tell("no descriptor", lambda: fcntl.ioctl(999, fcntl.FICLONE, 0))
