"""multiprocessing.connection.wait(): the first connection that is ready"""

import multiprocessing
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event


def report(connection: "Connection[str, None]", name: str, turn: Event) -> None:
    turn.wait()
    connection.send(f"{name} reports")
    connection.close()


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    turns = {"Ada": context.Event(), "Bob": context.Event()}
    receivers = []
    for name, turn in turns.items():
        receiver, sender = context.Pipe(duplex=False)
        context.Process(target=report, args=(sender, name, turn)).start()
        sender.close()  # otherwise recv() never raises EOFError
        receivers.append(receiver)
    turns["Bob"].set()
    while receivers:
        for ready in wait(receivers):
            assert isinstance(ready, Connection)
            try:
                print(ready.recv())
            except EOFError:
                receivers.remove(ready)
                turns["Ada"].set()
