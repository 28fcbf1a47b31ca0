"""current_process() and parent_process(): names and pids"""

import multiprocessing
import os
from multiprocessing.queues import SimpleQueue


def report(answers: "SimpleQueue[tuple[str, str, int]]") -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # it is None in the main process only
    answers.put((multiprocessing.current_process().name, parent.name, parent.pid or 0))


if __name__ == "__main__":
    answers: "SimpleQueue[tuple[str, str, int]]" = multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=report, args=(answers,), name="importer")
    process.start()
    name, parent_name, parent_pid = answers.get()
    process.join()
    print("child: ", name)
    print("parent:", parent_name, "with this pid:", parent_pid == os.getpid())
    print("parent of the main process:", multiprocessing.parent_process())
