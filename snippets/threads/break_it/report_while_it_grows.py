"""A report on a dictionary that another thread fills"""

import threading

visits = {"/": 2, "/about": 1}


def report() -> None:
    for page in visits:
        print(page)


def visit() -> None:
    visits["/contact"] = 1


threads = [threading.Thread(target=report, name="report"), threading.Thread(target=visit, name="visit")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
