"""apply_async() returns an AsyncResult: ready(), get(), successful()"""

import multiprocessing
from multiprocessing.synchronize import Event

may_finish: Event


def keep(event: Event) -> None:
    global may_finish
    may_finish = event


def double(number: int) -> int:
    may_finish.wait()
    return 2 * number


if __name__ == "__main__":
    event = multiprocessing.Event()
    with multiprocessing.Pool(1, initializer=keep, initargs=(event,)) as pool:
        result = pool.apply_async(double, (21,))
        print("ready:", result.ready())
        try:
            result.get(timeout=0.1)
        except multiprocessing.TimeoutError:
            print("get(timeout=0.1): TimeoutError")
        event.set()
        print("get():", result.get())
        print("successful:", result.successful())
