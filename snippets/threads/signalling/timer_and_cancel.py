"""threading.Timer: call a function later, in a thread of its own"""

import threading


def remind(text: str) -> None:
    print(f"{text}, says {threading.current_thread().name}")


soon = threading.Timer(0.05, remind, args=("tea is ready",))
soon.name = "timer"
in_an_hour = threading.Timer(3600, remind, args=("water the plants",))
soon.start()
in_an_hour.start()

soon.join()  # a timer is a thread
in_an_hour.cancel()
in_an_hour.join()
print("timers alive:", soon.is_alive() + in_an_hour.is_alive())
