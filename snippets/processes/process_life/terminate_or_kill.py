"""terminate() can be ignored, kill() can't"""

import multiprocessing
import signal
from multiprocessing.synchronize import Event


def stubborn(ready: Event, never: Event) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ready.set()
    never.wait()


if __name__ == "__main__":
    ready, never = multiprocessing.Event(), multiprocessing.Event()
    process = multiprocessing.Process(target=stubborn, args=(ready, never))
    process.start()
    ready.wait()
    process.terminate()  # sends SIGTERM
    process.join(timeout=0.2)
    print("after terminate(): exit code", process.exitcode)
    process.kill()  # sends SIGKILL
    process.join()
    print("after kill():      exit code", process.exitcode)
    process.close()
    try:
        process.is_alive()
    except ValueError as error:
        print("after close():     ValueError:", error)
