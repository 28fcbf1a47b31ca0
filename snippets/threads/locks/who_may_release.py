"""Any thread may release a Lock, only its owner an RLock"""

import threading
from collections.abc import Callable


def try_to(release: Callable[[], None], kind: str) -> None:
    try:
        release()
        print(f"{kind}: released by another thread")
    except RuntimeError as error:
        print(f"{kind}: RuntimeError: {error}")


lock, rlock = threading.Lock(), threading.RLock()
lock.acquire()
rlock.acquire()
for release, kind in ((lock.release, "Lock"), (rlock.release, "RLock")):
    helper = threading.Thread(target=try_to, args=(release, kind))
    helper.start()
    helper.join()
print("Lock, locked:", lock.locked())
