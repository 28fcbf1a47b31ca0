"""The end of Pool's with block terminates the workers"""

import multiprocessing
from multiprocessing.synchronize import Event

started: Event
may_finish: Event


def keep(started_event: Event, may_finish_event: Event) -> None:
    global started, may_finish
    started, may_finish = started_event, may_finish_event


def save() -> str:
    started.set()
    may_finish.wait()
    return "saved"


def run(wait_for_the_call: bool) -> str:
    events = multiprocessing.Event(), multiprocessing.Event()
    with multiprocessing.Pool(1, initializer=keep, initargs=events) as pool:
        result = pool.apply_async(save)
        events[0].wait()
        if wait_for_the_call:
            events[1].set()
            pool.close()
            pool.join()
    return result.get(timeout=0) if result.ready() else "lost"


if __name__ == "__main__":
    print("with only:         ", run(wait_for_the_call=False))
    print("close() and join():", run(wait_for_the_call=True))
