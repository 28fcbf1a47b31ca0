"""io.FileIO and buffers over pipes, made without open(); what children inherit; eventfd and timerfd."""

import io
import os
import select
import signal
import subprocess
import sys
import threading
import time

reader, writer = os.pipe()
source, target = io.FileIO(reader), io.FileIO(writer, "w")
thread = threading.Thread(target=lambda: (target.write(b"raw"), target.close()))
thread.start()
raw = io.FileIO(reader, closefd=False)
print(*(repr(file).replace(str(reader), "a pipe") for file in (raw, io.BufferedReader(raw))))
print(source.read(), source.readable(), source.writable(), source.seekable())
thread.join()
source.close()

with open(__file__, "rb") as file:
    print(isinstance(file, io.BufferedReader), isinstance(file.raw, io.FileIO), issubclass(io.FileIO, io.RawIOBase))

# A buffer that two threads write to while the pipe is full: each write is one.
reader, writer = os.pipe()
buffered = io.BufferedWriter(io.FileIO(writer, "w"), 16)


def write(letter: bytes) -> None:
    buffered.write(letter * 100_000)


writers = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b")]
for thread in writers:
    thread.start()
received = bytearray()
while len(received) < 200_000 - 16:
    received += os.read(reader, 1000)
for thread in writers:
    thread.join()
buffered.close()
received += os.read(reader, 1000)
print(len(received), received.count(b"ab") + received.count(b"ba"))

print_variable = [sys.executable, "-c", "import os; print(os.environ.get('VARIABLE'))"]
os.putenv("VARIABLE", "put")
print(subprocess.run(print_variable, check=True, capture_output=True).stdout, os.environ.get("VARIABLE"))
os.unsetenv("VARIABLE")
print(subprocess.run(print_variable, check=True, capture_output=True).stdout)
with os.popen("/bin/sh -c 'echo in a shell'") as output:
    print(output.read().split())
print(subprocess.run([sys.executable, "-c", f"raise SystemExit({2**128})"], check=False).returncode)
print(os.spawnve(os.P_WAIT, sys.executable, [sys.executable, "-c", ""], {"A\0B": "C"}))


class Alarm(Exception):
    """The timer has expired."""


def on_alarm(*_: object) -> None:
    raise Alarm


# A loop that does little but call the system is interrupted too.
reader, writer = os.pipe()
signal.signal(signal.SIGALRM, on_alarm)
try:
    with open(writer, "wb") as file:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        while True:
            file.write(b"x")
            file.flush()
            os.read(reader, 1)
except Alarm:
    print("interrupted")
os.close(reader)

counter = os.eventfd(2, os.EFD_NONBLOCK)
threading.Timer(0.1, os.eventfd_write, (counter, 40)).start()
print(os.eventfd_read(counter), select.select([counter], [], [])[0] == [counter], os.eventfd_read(counter))
try:
    os.eventfd_read(counter)
except BlockingIOError:
    print("no event")
os.close(counter)
timer = os.timerfd_create(time.CLOCK_MONOTONIC)
print(os.timerfd_settime(timer, initial=0.05, interval=0.5))
print(select.select([timer], [], [])[0] == [timer], int.from_bytes(os.read(timer, 8), sys.byteorder))
print(os.timerfd_settime(timer)[1], select.select([timer], [], [], 0))
os.close(timer)

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
child = "import signal; print(signal.SIGUSR1 in signal.pthread_sigmask(signal.SIG_BLOCK, [])); signal.raise_signal(10)"
print(subprocess.run([sys.executable, "-c", child], check=True, capture_output=True).stdout)
