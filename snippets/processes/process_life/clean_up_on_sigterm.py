"""terminate() skips finally, unless the child handles SIGTERM"""

import multiprocessing
import signal
import sys
from multiprocessing.synchronize import Event
from types import FrameType


def leave(signal_number: int, frame: FrameType | None) -> None:
    sys.exit(128 + signal_number)  # raises SystemExit in the main thread of the child


def serve(handles_sigterm: bool, ready: Event, never: Event) -> None:
    if handles_sigterm:
        signal.signal(signal.SIGTERM, leave)
    try:
        ready.set()
        never.wait()
    finally:
        print("child: cleaned up")


if __name__ == "__main__":
    never = multiprocessing.Event()
    for handles_sigterm in (False, True):
        ready = multiprocessing.Event()
        process = multiprocessing.Process(target=serve, args=(handles_sigterm, ready, never))
        process.start()
        ready.wait()
        process.terminate()
        process.join()
        print(f"handles SIGTERM: {handles_sigterm}, exit code: {process.exitcode}", flush=True)
