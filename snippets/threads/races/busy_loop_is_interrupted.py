"""A busy loop can't keep the interpreter for itself"""

import sys
import threading

done = False


def work() -> None:
    global done
    done = True


print("switch interval:", sys.getswitchinterval(), "s")
threading.Thread(target=work).start()
turns = 0
while not done:  # never waits, never sleeps: the interpreter takes the lock away from it
    turns += 1
print("the other thread had its turn")
