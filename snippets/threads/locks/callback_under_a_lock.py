"""Don't call unknown code while you hold a lock"""

import threading
from collections.abc import Callable


class Store:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: list[str] = []
        self.listeners: list[Callable[[], None]] = []

    def count(self) -> str:
        if not self._lock.acquire(timeout=0.1):  # without the timeout, this hangs
            return "no answer, the lock is taken"
        self._lock.release()
        return f"{len(self._items)} items"

    def add_and_call_inside(self, item: str) -> None:
        with self._lock:
            self._items.append(item)
            for listener in self.listeners:
                listener()

    def add_and_call_outside(self, item: str) -> None:
        with self._lock:
            self._items.append(item)
            listeners = list(self.listeners)  # another thread may change the list
        for listener in listeners:
            listener()


store = Store()
store.listeners.append(lambda: print("listener:", store.count()))
store.add_and_call_inside("apple")
store.add_and_call_outside("pear")
