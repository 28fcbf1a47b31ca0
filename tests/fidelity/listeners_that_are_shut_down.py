"""`shutdown` of a listening socket that several processes have: it wakes `accept` in all of them, and refuses who comes"""

import select
import socket
import subprocess
import sys

CHILD = """
import socket, sys
listener = socket.socket(fileno=int(sys.argv[1]))
connection, _ = listener.accept()
connection.sendall(b"accepted")
connection.close()
for _ in range(2):
    try:
        listener.accept()
    except OSError as error:
        print(error, flush=True)
"""
listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()
fd = listener.fileno()
command = [sys.executable, "-c", CHILD, str(fd)]
with subprocess.Popen(command, pass_fds=[fd], stdout=subprocess.PIPE, text=True) as child:
    with socket.create_connection(address) as client:
        print(client.recv(10))
    print(select.select([child.stdout], [], [], 0.2)[0])
    listener.shutdown(socket.SHUT_RDWR)
    print(child.stdout.read(), end="")
for function in (listener.accept, lambda: socket.create_connection(address)):
    try:
        function()
    except OSError as error:
        print(error)
