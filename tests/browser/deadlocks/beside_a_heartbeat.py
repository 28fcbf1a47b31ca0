import threading
import time

inner, outer = threading.RLock(), threading.RLock()
both = threading.Barrier(2)


def move(first, second):
    with first:
        both.wait()
        with second:
            print("moved")


def beat():
    while True:
        time.sleep(0.05)


threading.Thread(target=beat, daemon=True).start()
for name, locks in ("a", (inner, outer)), ("b", (outer, inner)):
    threading.Thread(target=move, args=locks, name=name).start()
print("started")
