"""descriptors for other processes"""

import errno
import select
import socket
import subprocess
import sys

refused = 0
for source in (select.epoll(), socket.socket()):
    try:
        subprocess.run([sys.executable, "-c", ""], pass_fds=[source.fileno()], check=True)
    except OSError as error:
        print(error)
        refused += error.errno == errno.EOPNOTSUPP
if refused == 2:
    print("as the table says")
