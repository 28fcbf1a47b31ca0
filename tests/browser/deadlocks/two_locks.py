import threading
import time

lock1 = threading.Lock()
lock2 = threading.Lock()


def a():
    with lock1:
        time.sleep(0.3)
        with lock2:
            print("a has both")


def b():
    with lock2:
        time.sleep(0.3)
        with lock1:
            print("b has both")


for function in a, b:
    threading.Thread(target=function, name=function.__name__).start()
