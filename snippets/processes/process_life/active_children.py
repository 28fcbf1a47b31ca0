"""active_children(): the child processes that are alive"""

import multiprocessing
from multiprocessing.synchronize import Event


def work(may_finish: Event) -> None:
    may_finish.wait()


if __name__ == "__main__":
    may_finish = multiprocessing.Event()
    for name in ("importer", "mailer"):
        multiprocessing.Process(target=work, args=(may_finish,), name=name).start()
    children = multiprocessing.active_children()
    print("alive:", sorted(child.name for child in children))
    may_finish.set()
    for child in children:
        child.join()
    print("alive:", multiprocessing.active_children())
