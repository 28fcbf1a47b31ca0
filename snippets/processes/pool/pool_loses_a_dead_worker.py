"""multiprocessing.Pool replaces a worker that dies, and never returns its call"""

import multiprocessing
import os


def crash() -> None:
    os._exit(1)  # as a segmentation fault would


if __name__ == "__main__":
    with multiprocessing.Pool(1) as pool:
        lost = pool.apply_async(crash)
        print("next call, in a new worker:", pool.apply(abs, (-1,)))
        try:
            lost.get(timeout=0.1)  # without a timeout, this waits forever
        except multiprocessing.TimeoutError:
            print("the call that crashed: TimeoutError")
