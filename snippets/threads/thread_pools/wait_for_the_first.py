"""wait() returns two sets: done and not done"""

import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

answered = threading.Event()


def ask(mirror: str) -> str:
    if mirror == "slow":
        answered.wait()
    return f"answer of the {mirror} mirror"


with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(ask, mirror) for mirror in ("slow", "fast")]
    done, not_done = wait(futures, return_when=FIRST_COMPLETED)
    print("done:", [future.result() for future in done])
    print("still running:", len(not_done))
    answered.set()
