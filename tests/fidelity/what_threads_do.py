"""What each thread does: sys._current_frames, sys._current_exceptions, faulthandler."""

import faulthandler
import os
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator

held = threading.Lock()
held.acquire()
waiting = threading.Semaphore(0)


def block(_: int) -> None:
    waiting.release()
    held.acquire()
    held.release()


def through_c() -> None:
    try:
        raise KeyError
    except KeyError:
        sorted([1], key=block)


def generate() -> Iterator[None]:
    yield from map(block, [1])


def through_generator() -> None:
    list(generate())


def functions(lines: str) -> list[str]:
    """The names of functions in a stack, those of this file only."""
    return re.findall(rf'File ".*{re.escape(os.path.basename(__file__))}", line \d+ in (\S+)', lines)


def written(action: Callable[[int], object]) -> str:
    """What an action writes to the descriptor that it is given."""
    with tempfile.TemporaryFile() as file:
        action(file.fileno())
        file.seek(0)
        return file.read().decode()


def show(text: str) -> None:
    for stack in text.strip().split("\n\n"):
        title = re.sub(r"0x[0-9a-f]+", "ID", stack.splitlines()[0])
        print(" ", title.replace(f"[{main_name}]", "[main]"), functions(stack))


def at_signal(fd: int) -> None:
    faulthandler.register(signal.SIGUSR1, file=fd)
    os.kill(os.getpid(), signal.SIGUSR1)
    print("unregistered:", faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))


def later(fd: int) -> None:
    faulthandler.dump_traceback_later(0.05, file=fd)
    time.sleep(0.5)
    faulthandler.dump_traceback_later(0.05, file=fd)
    faulthandler.cancel_dump_traceback_later()
    time.sleep(0.2)


threads = [threading.Thread(target=target, name=target.__name__) for target in (through_c, through_generator)]
for thread in threads:
    thread.start()
    waiting.acquire()
names = {thread.ident: thread.name for thread in threading.enumerate()}

print("frames")
for ident, frame in sorted(sys._current_frames().items(), key=lambda item: names[item[0]]):
    stack = [entry.name for entry in traceback.extract_stack(frame) if entry.filename == __file__]
    print(" ", names[ident], stack)
print("exceptions", sorted((names[ident], repr(error)) for ident, error in sys._current_exceptions().items()))

main_name = re.findall(r"Current thread \S+ \[(.*?)\]", written(faulthandler.dump_traceback))[0]
print("all threads")
show(written(faulthandler.dump_traceback))
print("one thread")
show(written(lambda fd: faulthandler.dump_traceback(fd, all_threads=False)))
print("at a signal")
show(written(at_signal))
print("later")
report = written(later)
print(" ", report.splitlines()[0])
show(report.partition("\n")[2])
held.release()
for thread in threads:
    thread.join()
print("ended", len(sys._current_frames()))
