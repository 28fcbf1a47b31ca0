"""start() returns at once, join() waits for the end"""

import threading

may_finish = threading.Event()


def download() -> None:
    may_finish.wait()
    print("thread: finished")


thread = threading.Thread(target=download)
print("before start():", thread.is_alive())
thread.start()
print("after start(): ", thread.is_alive())  # start() has not waited
may_finish.set()
thread.join()
print("after join():  ", thread.is_alive())
