"""`os.stat` of descriptors and of their names; a signal to a process that is gone"""

import os
import signal
import socket
import stat
import subprocess
import sys

reading, writing = os.pipe()
left, right = socket.socketpair()
for fd in (reading, left.fileno()):
    print([stat.filemode(os.stat(path).st_mode)[0] for path in (fd, f"/proc/self/fd/{fd}", f"/dev/fd/{fd}")])
    print(os.stat(fd).st_ino == os.fstat(fd).st_ino)
for path in (reading, 0):
    try:
        os.stat(path, follow_symlinks=False)
    except ValueError as error:
        print(error)

process = subprocess.Popen([sys.executable, "-c", ""])
pidfd = os.pidfd_open(process.pid)
process.wait()
for signum in (signal.SIGTERM, 12345):
    try:
        signal.pidfd_send_signal(pidfd, signum)
    except OSError as error:
        print(type(error).__name__, error)
