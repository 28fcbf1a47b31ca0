"""acquire(blocking=False) returns False instead of waiting"""

import threading

lock = threading.Lock()


def refresh(name: str) -> None:
    if not lock.acquire(blocking=False):
        print(f"{name}: a refresh is running already, skipped")
        return
    try:
        print(f"{name}: refreshing")
        if name == "first":
            second = threading.Thread(target=refresh, args=("second",))
            second.start()
            second.join()
    finally:
        lock.release()


refresh("first")
refresh("third")
