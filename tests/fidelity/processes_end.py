"""How processes end: exit codes, signals, daemons, grandchildren, a parent that leaves children behind."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing import connection


def say(text: str) -> None:
    print(text, flush=True)


def leave(how: str) -> None:
    if how == "return":
        return
    if how == "exit 7":
        sys.exit(7)
    if how == "exit text":
        sys.exit("a message")
    if how == "raise":
        raise ValueError("a child's error")
    if how == "_exit 9":
        os._exit(9)
    if how == "SIGTERM":
        os.kill(os.getpid(), signal.SIGTERM)
    if how == "abort":
        os.abort()
    time.sleep(60)


def hold(lock, ready) -> None:
    lock.acquire()
    ready.set()
    time.sleep(60)


def take(lock, results) -> None:
    results.put(("taken", lock.acquire(timeout=0.2)))


def grandparent(pipe) -> None:
    child = multiprocessing.Process(target=grandchild, args=(pipe,))
    child.start()
    child.join()
    pipe.send(("child", child.exitcode, multiprocessing.parent_process().name))


def grandchild(pipe) -> None:
    pipe.send(("grandchild", multiprocessing.current_process().name, multiprocessing.parent_process().name))


def daemon(ready) -> None:
    try:
        multiprocessing.Process(target=say, args=("never",)).start()
    except AssertionError as error:
        say(f"AssertionError: {error}")
    ready.set()
    time.sleep(60)


def late(pipe) -> None:
    pipe.send("late")
    try:
        pipe.recv()
    except EOFError:
        say("joined at exit")


def main() -> None:
    context = multiprocessing.get_context("spawn")
    for how in ("return", "exit 7", "exit text", "raise", "_exit 9", "SIGTERM", "abort"):
        child = context.Process(target=leave, args=(how,))
        child.start()
        child.join()
        say(f"{how}: {child.exitcode} {child.is_alive()}")

    child = context.Process(target=leave, args=("sleep",), name="sleeper")
    child.start()
    ready = connection.wait([child.sentinel], timeout=0.01)
    say(f"alive: {child.is_alive()} {child.exitcode} {ready} {repr(child).split()[0]}")
    child.kill()
    connection.wait([child.sentinel])
    child.join()
    say(f"killed: {child.exitcode} {repr(child).rpartition(' ')[2]}")
    child.close()
    try:
        child.is_alive()
    except ValueError as error:
        say(f"ValueError: {error}")

    lock, ready_event, results = context.Lock(), context.Event(), context.Queue()
    holder = context.Process(target=hold, args=(lock, ready_event))
    taker = context.Process(target=take, args=(lock, results))
    holder.start()
    ready_event.wait()
    taker.start()
    say(f"a lock that is held: {results.get()}")
    holder.terminate()
    holder.join()
    taker.join()
    say(f"a lock whose holder was terminated: {lock.acquire(timeout=0.05)} {holder.exitcode} {taker.exitcode}")

    here, there = context.Pipe()
    parent = context.Process(target=grandparent, args=(there,), name="parent")
    parent.start()
    there.close()
    say(str(here.recv()))
    say(str(here.recv()))
    parent.join()
    try:
        here.recv()
    except EOFError:
        say("the pipe has ended")

    ready = context.Event()
    background = context.Process(target=daemon, args=(ready,), daemon=True)
    background.start()
    waiter = threading.Thread(target=background.join)
    waiter.start()
    here, there = context.Pipe()
    ready.wait()
    left = context.Process(target=late, args=(there,))
    left.start()
    there.close()
    say(f"{len(multiprocessing.active_children())} children, {here.recv()}")
    background.terminate()
    waiter.join()
    context.Process(target=leave, args=("sleep",), daemon=True).start()
    say("main ends")
    here.close()


if __name__ == "__main__":
    main()
