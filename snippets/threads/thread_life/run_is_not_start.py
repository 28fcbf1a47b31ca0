"""target=work starts in the thread, target=work() in the caller"""

import threading


def work() -> None:
    print("work() runs in", threading.current_thread().name)


print("right:")
thread = threading.Thread(target=work, name="helper")
thread.start()
thread.join()

print("wrong, called here and now:")
thread = threading.Thread(target=work(), name="helper")  # type: ignore[func-returns-value]
thread.start()  # has nothing to do
thread.join()

print("wrong as well:")
threading.Thread(target=work, name="helper").run()  # an ordinary method call
