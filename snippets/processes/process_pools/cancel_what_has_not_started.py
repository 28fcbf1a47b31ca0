"""cancel() drops calls that no worker has been given"""

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Event

started: Event
may_finish: Event


def keep(started_event: Event, may_finish_event: Event) -> None:
    global started, may_finish
    started, may_finish = started_event, may_finish_event


def work(number: int) -> int:
    started.set()
    may_finish.wait()
    return number


if __name__ == "__main__":
    events = multiprocessing.Event(), multiprocessing.Event()
    with ProcessPoolExecutor(max_workers=1, initializer=keep, initargs=events) as pool:
        futures = [pool.submit(work, number) for number in range(10)]
        events[0].wait()
        print("cancel the running one:", futures[0].cancel())
        print("cancel the last one:   ", futures[-1].cancel())
        threading.Timer(0.1, events[1].set).start()
        pool.shutdown(cancel_futures=True)  # waits for the running one
    print("first:", futures[0].result())
    print("last was cancelled:", futures[-1].cancelled())
