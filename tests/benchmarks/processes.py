"""How much processes gain and cost in the tab: `python tests/benchmarks/processes.py`, after `make build`.

One run of Chromium measures both sides of each ratio, so that the machine's speed and load cancel out.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import figures

PROGRAM = """
import json
import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor

ROUNDS = 5
JOBS = [1_500_000] * 4


def work(number):
    total = 0
    for value in range(number):
        total += value * value
    return total


def nothing():
    pass


def seconds(action, rounds=ROUNDS):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def process():
    child = multiprocessing.Process(target=nothing)
    child.start()
    child.join()


def main():
    multiprocessing.set_start_method("spawn")
    figures = {"cores": os.cpu_count(), "first child": seconds(process, 1)}
    figures["child process"] = seconds(process)
    figures["subprocess"] = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"]))
    figures["serial"] = seconds(lambda: list(map(work, JOBS)))
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(work, [1, 1]))
        figures["pool of two"] = seconds(lambda: list(pool.map(work, JOBS)))
        figures["task"] = seconds(lambda: pool.submit(nothing).result(), 50)

    def all_of_it():
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(work, JOBS))

    figures["pool with its start"] = seconds(all_of_it, 3)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
"""


def main() -> None:
    """Measure and print a table."""
    took = figures.of(PROGRAM)
    rows = [
        ("the same work in a pool of two, against serial", took["serial"] / took["pool of two"], "times as fast"),
        ("… with the start of the pool", took["serial"] / took["pool with its start"], "times as fast"),
        ("a task of a pool, there and back", took["task"] * 1000, "ms"),
        ("the first child, from start to end", took["first child"] * 1000, "ms"),
        ("a later child", took["child process"] * 1000, "ms"),
        ("subprocess.run of an empty program", took["subprocess"] * 1000, "ms"),
    ]
    print(f"{took['cores']} cores, medians")
    for name, value, unit in rows:
        print(f"{name:<50} {value:8.2f} {unit}")


if __name__ == "__main__":
    main()
