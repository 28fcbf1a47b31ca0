"""Names of threads: threading.enumerate() lists those that are alive"""

import threading

stop = threading.Event()


def work() -> None:
    stop.wait()


named = threading.Thread(target=work, name="mailer")
unnamed = threading.Thread(target=work)
for thread in (named, unnamed):
    thread.start()
print(sorted(thread.name for thread in threading.enumerate()))
stop.set()
for thread in (named, unnamed):
    thread.join()
print(sorted(thread.name for thread in threading.enumerate()))
print("this is the main thread:", threading.current_thread() is threading.main_thread())
