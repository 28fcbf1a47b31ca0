"""What recording a trace costs: `.venv/bin/python tests/benchmarks/tracing.py [PYTHON]`, CPython 3.12 or newer.

Prints ratios of one run, with a recorder to without one: the processor time of a program that only switches between
tasks, and the time that some programs of the guide take, as processes. Each is the best of some, in turn.
"""

import subprocess
import sys
from pathlib import Path

RUNNER = Path(__file__).parents[2] / "docs" / "runner"
_SWITCHING = """
import asyncio, sys, time
sys.path.insert(0, sys.argv[1])
from interleave.trace import Recorder
SWITCHES = 20_000

async def switch(count):
    for _ in range(count):
        await asyncio.sleep(0)

async def several(count):
    await asyncio.gather(*(switch(SWITCHES // count) for _ in range(count)))

def measure(main):
    started = time.process_time()
    asyncio.run(main)
    return time.process_time() - started

for name, make in {"one task": lambda: switch(SWITCHES), "ten tasks": lambda: several(10)}.items():
    without, recorded = [], []
    for _ in range(15):
        without.append(measure(make()))
        recorder = Recorder(__file__ if "__file__" in globals() else "-c")
        recorder.start()
        recorded.append(measure(make()))
        recorder.stop()
    print(f"{SWITCHES} x sleep(0), {name}: {min(recorded) / min(without):.2f}"
          f"  ({min(without) / SWITCHES * 1e6:.2f} us a switch without)")
"""


def main() -> None:
    """Measure, and print."""
    python = sys.argv[1] if len(sys.argv) > 1 else "python3.14"
    subprocess.run([python, "-c", _SWITCHING, str(RUNNER)], check=True)


if __name__ == "__main__":
    main()
