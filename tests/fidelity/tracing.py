"""sys.settrace and sys.setprofile: only the program's own functions are seen, in every thread."""

import os
import sys
import threading
import time
from types import FrameType
from typing import Any

lock = threading.Lock()
seen: list[tuple[str, str]] = []


def note(frame: FrameType, event: str, _: Any) -> Any:
    seen.append((os.path.basename(frame.f_code.co_filename), frame.f_code.co_name))
    return None


def work() -> None:
    with lock:
        reader, writer = os.pipe()
    os.write(writer, b"x")
    os.read(reader, 1)
    os.close(reader)
    os.close(writer)


def in_thread() -> None:
    work()


print(sys.gettrace(), sys.getprofile())
sys.settrace(note)
print(sys.gettrace() is note)
work()
sys.settrace(None)
print([name for _, name in seen])

seen.clear()
threading.settrace(note)
thread = threading.Thread(target=in_thread)
thread.start()
thread.join()
threading.settrace(None)  # type: ignore[arg-type]
print([name for _, name in seen if name in ("in_thread", "work") or "kernel" in _])

seen.clear()
sys.setprofile(note)
print(sys.getprofile() is note)
work()
sys.setprofile(None)
print([name for _, name in seen if name == "work"][:1])


calls: list[tuple[str, str]] = []


def note_calls(frame: FrameType, event: str, function: Any) -> None:
    if event.startswith("c_"):
        calls.append((event, function.__name__))


def call() -> None:
    lock.acquire()
    lock.release()
    threading.get_ident()
    time.sleep(0)
    os.close(os.dup(1))
    try:
        os.stat("nowhere")
    except FileNotFoundError:
        pass


sys.setprofile(note_calls)
call()
sys.setprofile(None)
for each in calls:
    if each[1] != "stat" or each[0] == "c_call":  # what it returns is an exception natively
        print(*each)


def failing(frame: FrameType, event: str, _: Any) -> Any:
    raise ValueError


for _ in range(20_000):
    sys.settrace(failing)
    try:
        work_done = in_thread
        work_done()
    except ValueError:
        continue
print("each call failed", sys.gettrace())
