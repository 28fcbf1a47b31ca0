import threading
import time

one, other = threading.Condition(), threading.Condition(threading.Lock())


def move(first, second):
    with first:
        time.sleep(0.3)
        with second:
            print("moved")


a = threading.Thread(target=move, args=(one, other), name="a")
b = threading.Thread(target=move, args=(other, one), name="b")
a.start()
b.start()
a.join()
