"""The collector's own view: what was imported before a program is there for who asks, and nothing is frozen."""

import gc
import threading
import weakref

print([name for name in dir(gc) if not name.startswith("__")])
print(gc.freeze, gc.get_objects.__name__, gc.get_referrers.__module__)


class Node:
    def __init__(self):
        self.me = self


def referrers(thing):
    return sorted(type(found).__name__ for found in gc.get_referrers(thing) if found is not globals())


mine = {"a": 1}
holder = [mine]
print(referrers(mine))
print(gc.get_freeze_count())

main = threading.main_thread()
print(any(found is main for found in gc.get_objects()), any(found is threading.Thread for found in gc.get_objects()))
print([type(found).__name__ for found in gc.get_objects(0) if found is holder])
print(any(found is vars(threading) for found in gc.get_referrers(threading.Thread)))

gc.freeze()
print(gc.get_freeze_count() > 1000, any(found is main for found in gc.get_objects()))
gc.unfreeze()
print(gc.get_freeze_count(), any(found is main for found in gc.get_objects()))

lost = weakref.ref(Node())
print(lost() is None, gc.collect() > 0, lost() is None)
try:
    gc.get_objects(7)
except ValueError as error:
    print(error)
try:
    gc.get_nothing
except AttributeError as error:
    print(error)
