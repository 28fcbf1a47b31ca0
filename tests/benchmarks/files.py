"""What shared files and memory cost: `PYTHONPATH=tests .venv/bin/python tests/benchmarks/files.py`, after `make build`.

One run of Chromium measures both sides of each ratio, so that the machine's speed and load cancel out. Run at commit
59383c6, it shows what was before files were sent in parts and memory compared in slices.
"""

import figures

PROGRAM = """
import json
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import shared_memory

ROUNDS = 3


def seconds(action, rounds=ROUNDS):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def append():
    with open("log", "ab", buffering=0) as file:
        for _ in range(100):
            file.write(bytes(100_000))
            time.sleep(0)
    os.unlink("log")


def spawn():
    subprocess.run([sys.executable, "-c", "pass"])


def switch():
    for _ in range(100):
        time.sleep(0)


os.chdir(tempfile.mkdtemp())
figures = {"alone": seconds(append), "switch": seconds(switch)}
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
time.sleep(1)
figures["with a child"] = seconds(append)
child.communicate(b"\\n")
spawn()
figures["spawn"] = seconds(spawn)
for number in range(10):
    with open(f"file {number}", "wb") as file:
        file.write(bytes(10_000_000))
figures["first spawn with files"] = seconds(spawn, 1)
figures["spawn with files"] = seconds(spawn)
memory = shared_memory.SharedMemory(create=True, size=64 << 20)
figures["switch with memory"] = seconds(switch)
memory.close()
memory.unlink()
print(json.dumps(figures))
"""


def main() -> None:
    """Measure and print a table."""
    measured = figures.of(PROGRAM)
    rows = [
        ("100 appends of 100 kB with a child alive, against alone", "with a child", "alone"),
        ("the first child with 100 MB of files, against none", "first spawn with files", "spawn"),
        ("a later child with 100 MB of files, against none", "spawn with files", "spawn"),
        ("a switch with 64 MiB of shared memory, against none", "switch with memory", "switch"),
    ]
    print("ratios of medians")
    for name, one, other in rows:
        print(f"{name:<60} {measured[one] / measured[other]:8.2f}")


if __name__ == "__main__":
    main()
