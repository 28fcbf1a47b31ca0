"""What C code keeps for each thread: which objects `repr` is about to show, `ctypes`' copy of errno"""

import ctypes
import threading


class Slow:
    def __repr__(self) -> str:
        inside.set()
        seen.wait()
        return "slow"


inside, seen = threading.Event(), threading.Event()
items: list[object] = [1, Slow()]
items.append(items)
thread = threading.Thread(target=lambda: print(items))
thread.start()
inside.wait()
other = threading.Thread(target=lambda: print(*map(str, [items[0], [items[2] is items]])))
other.start()
other.join()
seen.set()
text = repr(items)
thread.join()
print(text)


def change() -> None:
    print("new thread:", ctypes.get_errno())
    ctypes.set_errno(9)
    changed.set()
    looked.wait()
    print("kept:", ctypes.get_errno())


changed, looked = threading.Event(), threading.Event()
ctypes.set_errno(5)
thread = threading.Thread(target=change)
thread.start()
changed.wait()
print("main:", ctypes.get_errno())
ctypes.set_errno(3)
looked.set()
thread.join()
print("main:", ctypes.get_errno())
