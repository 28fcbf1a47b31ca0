import gc
import threading
import time


class Result(threading.Event):
    def __del__(self) -> None:
        print("let go")


def finish() -> None:
    time.sleep(1.5)  # so long that the page looks whether this is a deadlock
    results.pop().set()


gc.disable()
results = [Result()]
result = results[0]
thread = threading.Thread(target=finish)
thread.start()
result.wait()
thread.join()
del result
print("afterwards")
