import threading

ready = threading.Barrier(2)


def first():
    ready.wait()
    second_thread.join()


def second():
    ready.wait()
    first_thread.join()


first_thread = threading.Thread(target=first)
second_thread = threading.Thread(target=second)
first_thread.start()
second_thread.start()
