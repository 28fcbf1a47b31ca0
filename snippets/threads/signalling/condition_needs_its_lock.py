"""notify() and wait() without the lock are errors"""

import threading

changed = threading.Condition()
for call in (changed.notify, changed.wait):
    try:
        call()
    except RuntimeError as error:
        print(f"{call.__name__}(): {error}")
with changed:
    changed.notify()
    print("inside `with changed:` it works")
