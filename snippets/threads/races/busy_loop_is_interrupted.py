"""A busy loop doesn't keep other threads from running"""

import sys
import threading

done = False


def work() -> None:
    global done
    done = True


print("switch interval:", sys.getswitchinterval(), "s")
threading.Thread(target=work).start()
turns = 0
while not done:  # never waits: it releases the GIL because the other thread asks for it
    turns += 1
print("the other thread had its turn")
