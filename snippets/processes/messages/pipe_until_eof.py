"""Pipe: requests, replies, and EOFError at the end"""

import multiprocessing
from multiprocessing.connection import Connection


def serve(connection: "Connection[str, str]") -> None:
    while True:
        try:
            request = connection.recv()
        except EOFError:
            print("child: the parent has closed its end")
            return
        connection.send(request.upper())


if __name__ == "__main__":
    parent_end, child_end = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(child_end,))
    process.start()
    child_end.close()  # only the child has this end now
    for word in ("hello", "bye"):
        parent_end.send(word)
        print("reply:", parent_end.recv(), flush=True)
    parent_end.close()
    process.join()
