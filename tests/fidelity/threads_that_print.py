"""Threads that print at once: each line is whole and none is lost, in this program and in a child's pipe."""

import subprocess
import sys
import threading
import time


def write_lines() -> None:
    for _ in range(200):
        sys.stdout.write("a line of a thread\n")
        sys.stdout.flush()


writers = [threading.Thread(target=write_lines) for _ in range(6)]
for writer in writers:
    writer.start()
for writer in writers:
    writer.join()
to_a_pipe = """
import threading
threads = [threading.Thread(target=lambda: [print("x" * 99) for _ in range(400)]) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
with subprocess.Popen([sys.executable, "-c", to_a_pipe], stdout=subprocess.PIPE) as child:
    time.sleep(0.2)  # the pipe fills
    output = child.stdout.read()
print(child.returncode, len(output), output.count(b"x" * 99))
