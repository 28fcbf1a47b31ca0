"""Who writes into a full pipe waits alone: the other threads of its process go on, and each is woken once for each wait."""

import subprocess
import sys

WAITING = """
import os, select, sys, threading, time
lock = threading.Lock()
lock.acquire()
log = []

def waiter():
    # Its time is over, and then data arrives, while the main thread writes.
    log.append(select.select([0], [], [], 0.2)[0])
    lock.acquire()  # without a timeout
    log.append("acquired")

thread = threading.Thread(target=waiter, daemon=True)
thread.start()
os.write(1, b"!")
os.write(1, b"x" * 300_000)
lock.release()
thread.join(3)
print(log, thread.is_alive(), file=sys.stderr, flush=True)
os._exit(0)
"""
with subprocess.Popen([sys.executable, "-c", WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
    child.stdout.read(1)
    try:
        child.wait(0.4)
    except subprocess.TimeoutExpired:
        print("it waits until its pipe is read")
    child.stdin.write(b"data")
    child.stdin.flush()
    print(len(child.stdout.read()), child.wait(), flush=True)

# A filter reads in one thread and writes in another; the other side writes everything before it reads.
FILTER = """
import os, queue, sys, threading
sink = {"1": 1, "2": 2, "dup": os.dup(1)}[sys.argv[1]]
chunks = queue.Queue()

def read():
    while data := os.read(0, 65536): chunks.put(data)
    chunks.put(None)

threading.Thread(target=read).start()
while (data := chunks.get()) is not None:
    while data: data = data[os.write(sink, data):]
"""
for sink in ("1", "2", "dup"):
    reader = {"stderr" if sink == "2" else "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", FILTER, sink], stdin=subprocess.PIPE, **reader) as child:
        for _ in range(6):
            child.stdin.write(b"y" * 50_000)
        child.stdin.close()
        print(sink, len((child.stdout or child.stderr).read()), child.wait())

# The same with print: a full buffer stops those who print, and nobody else.
PRINTING = """
import sys, threading
counted = threading.Event()
def count():
    sum(range(100_000))
    counted.set()
def show():
    for _ in range(3000): print("x" * 99)
printers = [threading.Thread(target=show) for _ in range(2)]
for thread in printers: thread.start()
threading.Thread(target=count).start()
print(counted.wait(10), file=sys.stderr, flush=True)
"""
with subprocess.Popen([sys.executable, "-c", PRINTING], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
    print(child.stderr.readline())
    output = child.stdout.read()
    print(output.count(b"x"), output.count(b"\n"), child.wait())
