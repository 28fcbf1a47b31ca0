"""Event.wait(timeout) returns False after the timeout"""

import threading

answered = threading.Event()


def ask(timeout: float) -> str:
    return "answered" if answered.wait(timeout) else "no answer yet"


print(ask(0.05))
threading.Thread(target=answered.set).start()
print(ask(60))  # returns as soon as the event is set
answered.clear()
print(ask(0.05))
