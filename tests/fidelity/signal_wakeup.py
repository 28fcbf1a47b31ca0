"""Each signal writes its number to a descriptor; where it can't, `sys.unraisablehook` hears why, and the handler runs."""

import os
import signal
import socket
import sys

sys.unraisablehook = lambda unraisable: print(unraisable.err_msg, "|", unraisable.exc_type.__name__)
signal.signal(signal.SIGUSR1, lambda number, frame: print("handled"))


def send(fd: int, warn: bool = True) -> None:
    signal.set_wakeup_fd(fd, warn_on_full_buffer=warn)
    signal.raise_signal(signal.SIGUSR1)


reading, writing = os.pipe()
for end in (reading, writing):
    os.set_blocking(end, False)
send(writing)
print(list(os.read(reading, 9)) == [signal.SIGUSR1])
send(reading)

left, right = socket.socketpair()
left.setblocking(False)
try:
    while True:
        left.send(bytes(1 << 16))
except BlockingIOError:
    send(left.fileno())
    send(left.fileno(), warn=False)
right.close()
send(left.fileno())

signal.set_wakeup_fd(writing)
os.close(reading)
os.close(writing)
signal.raise_signal(signal.SIGUSR1)
