"""Connection.poll(): is there something to receive?"""

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event


def answer(connection: "Connection[str, None]", may_answer: Event) -> None:
    may_answer.wait()
    connection.send("done")


if __name__ == "__main__":
    receiver, sender = multiprocessing.Pipe(duplex=False)
    may_answer = multiprocessing.Event()
    process = multiprocessing.Process(target=answer, args=(sender, may_answer))
    process.start()
    print("before the answer:", receiver.poll())
    may_answer.set()
    print("after it:", receiver.poll(timeout=None), receiver.recv())  # None: wait as long as it takes
    process.join()
