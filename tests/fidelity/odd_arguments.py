"""Calls of `os` with arguments that few programs pass: what is returned, or what is raised."""

import errno
import fcntl
import os
import signal
import tempfile
import time


def show(label, call, *args, **kwargs):
    try:
        print(label, repr(call(*args, **kwargs)))
    except OSError as error:
        print(label, type(error).__name__, errno.errorcode[error.errno], error.filename, error.filename2)
    except Exception as error:
        print(label, type(error).__name__, error)


os.chdir(tempfile.mkdtemp())
with open("file", "wb") as file:
    file.write(b"hello")
fd = os.open("file", os.O_RDWR | os.O_APPEND)

# The flags of an open file are set and cleared.
CHANGED = os.O_APPEND | os.O_NONBLOCK
os.set_blocking(fd, False)
print(os.get_blocking(fd), fcntl.fcntl(fd, fcntl.F_GETFL) & CHANGED == CHANGED)
os.set_blocking(fd, True)
print(os.get_blocking(fd), fcntl.fcntl(fd, fcntl.F_GETFL) & CHANGED == os.O_APPEND)
fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK)
print(fcntl.fcntl(fd, fcntl.F_GETFL) & CHANGED == os.O_NONBLOCK)
fcntl.fcntl(fd, fcntl.F_SETFL, 0)
print(fcntl.fcntl(fd, fcntl.F_GETFL) & CHANGED)
os.write(fd, b"J")
print(open("file").read())
show("set_blocking", os.set_blocking, 99, True)
show("get_blocking", os.get_blocking, 99)

for whence in (os.SEEK_DATA, os.SEEK_HOLE):
    for position in (0, 4, 5, -1):
        show(f"lseek {whence} {position}", os.lseek, fd, position, whence)
show("pathconf", os.pathconf, -1, 1)
show("pathconf", os.pathconf, -1, "PC_NAME_MAX")
show("pathconf", os.pathconf, "file", "PC_NAME_MAX")
show("pathconf", os.pathconf, 99, "PC_NAME_MAX")
show("fpathconf", os.fpathconf, 99, "PC_NAME_MAX")
show("fpathconf", os.fpathconf, -1, "PC_NAME_MAX")
show("fpathconf", os.fpathconf, fd, "PC_NAME_MAX")
show("copy_file_range", os.copy_file_range, 0, 1, -10)
show("splice", os.splice, 0, 1, -10)
show("link", os.link, "missing", "other")
show("link", os.link, "missing", "file")
show("link", os.link, "file", "file")
print(os.get_inheritable(os.timerfd_create(time.CLOCK_MONOTONIC, flags=os.TFD_NONBLOCK)))
print(os.get_inheritable(os.eventfd(0, os.EFD_NONBLOCK)))

for number in (0, -1, -2, 0x123456789ABCDEF, 2**64, 1.0):
    show(f"major {number}", os.major, number)
    show(f"minor {number}", os.minor, number)
for pair in ((1, 2), (-1, -1), (-1, 3), (-2, 1), (2**32, 1), (0x12345, 0x6789ABC)):
    show(f"makedev {pair}", os.makedev, *pair)

for mask in ([-10], [1 << 40], [], 3):
    show(f"sched_setaffinity {mask}", os.sched_setaffinity, 0, mask)
for priority in (None, 1 << 40, -(1 << 40)):
    show(f"sched_setparam {priority}", os.sched_setparam, 0, os.sched_param(priority))
for actions in ([()], [(12345,)], [(os.POSIX_SPAWN_CLOSE,)], [(os.POSIX_SPAWN_CLOSE, None)]):
    show(f"posix_spawn {actions}", os.posix_spawn, "/bin/true", ["true"], os.environ, file_actions=actions)
action = (os.POSIX_SPAWN_OPEN, 3, "a\0b", os.O_RDONLY, 0)
show("posix_spawn", os.posix_spawn, "/bin/true", ["true"], os.environ, file_actions=[action])

for signum in (0, 65, 99, -1):
    show(f"raise_signal {signum}", signal.raise_signal, signum)
    show(f"signal {signum}", signal.signal, signum, signal.SIG_DFL)
    show(f"pthread_sigmask {signum}", signal.pthread_sigmask, signal.SIG_BLOCK, [signum])
    show(f"sigwait {signum}", signal.sigwait, [signum])
