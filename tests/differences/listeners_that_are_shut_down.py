"""shutdown() of a listening socket that several processes have"""

import socket
import subprocess
import sys

CHILD = """
import socket, sys
listener = socket.socket(fileno=int(sys.argv[1]))
print("go", flush=True)
listener.settimeout(1)
try:
    listener.accept()
except TimeoutError:
    print("not woken")
except OSError as error:
    print(error)
"""
listener = socket.create_server(("127.0.0.1", 0))
fd = listener.fileno()
command = [sys.executable, "-c", CHILD, str(fd)]
with subprocess.Popen(command, pass_fds=[fd], stdout=subprocess.PIPE, text=True) as child:
    child.stdout.readline()
    listener.shutdown(socket.SHUT_RDWR)
    if child.stdout.read() == "not woken\n":
        print("as the table says")
